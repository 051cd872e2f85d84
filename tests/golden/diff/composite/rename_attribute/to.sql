-- renamed_column: composite_type public.addr: number <- no
CREATE TYPE addr AS (street text, number integer);
