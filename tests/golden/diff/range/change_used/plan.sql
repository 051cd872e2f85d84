-- rename range type public.fr for its replacement  [lock: none]
ALTER TYPE public.fr RENAME TO fr__old;
ALTER TYPE public.fr_multirange RENAME TO fr__oldm;
ALTER FUNCTION public.fr(double precision, double precision) RENAME TO fr__old;
ALTER FUNCTION public.fr(double precision, double precision, pg_catalog.text) RENAME TO fr__old;
ALTER FUNCTION public.fr_multirange() RENAME TO fr__oldm;
ALTER FUNCTION public.fr_multirange(public.fr__old) RENAME TO fr__oldm;
ALTER FUNCTION public.fr_multirange(VARIADIC public.fr__old[]) RENAME TO fr__oldm;

-- create range type public.fr  [lock: none]
CREATE TYPE public.fr AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = float8mi, MULTIRANGE_TYPE_NAME = public.fr_multirange);
ALTER TYPE public.fr OWNER TO postgres;

-- type of public.r.a  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.r ALTER COLUMN a TYPE public.fr USING a::text::public.fr;

-- drop the old range type public.fr  [lock: none]
DROP TYPE public.fr__old;

