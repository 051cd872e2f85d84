-- drop view public.starts  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.starts;

-- rename composite type public.point3 for its replacement  [lock: none]
ALTER TYPE public.point3 RENAME TO point3__old;

-- rename composite type public.route for its replacement  [lock: none]
ALTER TYPE public.route RENAME TO route__old;

-- rename composite type public.segment for its replacement  [lock: none]
ALTER TYPE public.segment RENAME TO segment__old;

-- create composite type public.point3  [lock: none]
CREATE TYPE public.point3 AS (
  x bigint,
  y integer
);
ALTER TYPE public.point3 OWNER TO postgres;

-- create composite type public.segment  [lock: none]
CREATE TYPE public.segment AS (
  a public.point3,
  b public.point3,
  tags text[]
);
ALTER TYPE public.segment OWNER TO postgres;

-- create composite type public.route  [lock: none]
CREATE TYPE public.route AS (
  parts public.segment[],
  name text
);
ALTER TYPE public.route OWNER TO postgres;

-- type of public.trip.way, type of public.trip.all_ways  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.trip
  ALTER COLUMN way TYPE public.segment USING way::text::public.segment,
  ALTER COLUMN all_ways TYPE public.route USING all_ways::text::public.route;

-- create view public.starts  [lock: none]
CREATE VIEW public.starts AS
 SELECT trip.id,
    (trip.way).a AS a
   FROM public.trip;
ALTER VIEW public.starts OWNER TO postgres;

-- drop the old composite type public.route  [lock: none]
DROP TYPE public.route__old;

-- drop the old composite type public.segment  [lock: none]
DROP TYPE public.segment__old;

-- drop the old composite type public.point3  [lock: none]
DROP TYPE public.point3__old;

