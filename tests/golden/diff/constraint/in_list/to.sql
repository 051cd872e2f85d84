CREATE TABLE orders (
  id integer PRIMARY KEY,
  status varchar(20) CONSTRAINT status CHECK (status IN ('open', 'sent')),
  amount numeric CONSTRAINT amount CHECK (amount IN (1, 2, 3)),
  rate double precision CONSTRAINT rate CHECK (rate <> ALL (ARRAY[7, 8]))
);
CREATE INDEX open_orders ON orders (id) WHERE status IN ('open', 'new');
CREATE VIEW sent AS SELECT id FROM orders WHERE status NOT IN ('open', 'new');
