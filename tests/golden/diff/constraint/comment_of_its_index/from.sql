CREATE TABLE card (a integer CONSTRAINT card_pk PRIMARY KEY, b integer, CONSTRAINT card_b UNIQUE (b));
COMMENT ON INDEX card_b IS 'kept';
COMMENT ON CONSTRAINT card_b ON card IS 'changed';
