CREATE TABLE card (a bigint CONSTRAINT card_pk PRIMARY KEY, b integer, CONSTRAINT card_b UNIQUE (b));
COMMENT ON INDEX card_pk IS 'the index';
COMMENT ON CONSTRAINT card_pk ON card IS 'the key';
COMMENT ON INDEX card_b IS 'kept';
