CREATE TYPE addr AS (street text, no integer);CREATE TABLE h (a addr);
