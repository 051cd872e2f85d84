CREATE TYPE addr AS (street text, no integer);
CREATE TABLE h (i int, a addr, many addr[]);
