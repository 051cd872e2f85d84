CREATE TYPE addr AS (no integer, street text);
