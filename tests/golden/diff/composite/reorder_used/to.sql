CREATE TYPE addr AS (no integer, street text);
CREATE TABLE h (i int, a addr, many addr[]);
