CREATE TYPE addr AS (street text, no integer);
