CREATE TYPE addr AS (street text, no bigint);CREATE TABLE h (i int, a addr); INSERT INTO h VALUES (1, ROW('x',1));
