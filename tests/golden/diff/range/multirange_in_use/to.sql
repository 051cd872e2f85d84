CREATE TYPE span AS RANGE (subtype = bigint);
CREATE DOMAIN spans AS span_multirange;
CREATE TABLE booking (id integer, one span, many span_multirange, lists span_multirange[], checked spans);
