CREATE TABLE orders (id integer PRIMARY KEY, status varchar(20), amount numeric, rate double precision);
INSERT INTO orders VALUES (1, 'sent', 2, 1);
