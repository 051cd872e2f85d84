CREATE TYPE span AS RANGE (subtype = integer);
CREATE DOMAIN spans AS span_multirange;
CREATE TABLE booking (id integer, one span, many span_multirange, lists span_multirange[], checked spans);
INSERT INTO booking VALUES (1, '[1,5)', '{[1,3),[4,6)}', ARRAY['{[1,2)}']::span_multirange[], '{[7,8)}');
