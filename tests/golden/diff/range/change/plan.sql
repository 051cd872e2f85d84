-- drop range type public.fr  [lock: none]
DROP TYPE public.fr;

-- create range type public.fr  [lock: none]
CREATE TYPE public.fr AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = float8mi, MULTIRANGE_TYPE_NAME = public.fr_multirange);
ALTER TYPE public.fr OWNER TO postgres;

