-- rename range type public.span for its replacement  [lock: none]
ALTER TYPE public.span RENAME TO span__old;
ALTER TYPE public.span_multirange RENAME TO span__oldm;
ALTER FUNCTION public.span(integer, integer) RENAME TO span__old;
ALTER FUNCTION public.span(integer, integer, pg_catalog.text) RENAME TO span__old;
ALTER FUNCTION public.span_multirange() RENAME TO span__oldm;
ALTER FUNCTION public.span_multirange(public.span__old) RENAME TO span__oldm;
ALTER FUNCTION public.span_multirange(VARIADIC public.span__old[]) RENAME TO span__oldm;

-- rename domain public.spans for its replacement  [lock: none]
ALTER DOMAIN public.spans RENAME TO spans__old;

-- create range type public.span  [lock: none]
CREATE TYPE public.span AS RANGE (SUBTYPE = bigint, MULTIRANGE_TYPE_NAME = public.span_multirange);
ALTER TYPE public.span OWNER TO postgres;

-- create domain public.spans  [lock: none]
CREATE DOMAIN public.spans AS public.span_multirange;
ALTER DOMAIN public.spans OWNER TO postgres;

-- type of public.booking.one, type of public.booking.many, type of public.booking.lists, type of public.booking.checked  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.booking
  ALTER COLUMN one TYPE public.span USING one::text::public.span,
  ALTER COLUMN many TYPE public.span_multirange USING many::text::public.span_multirange,
  ALTER COLUMN lists TYPE public.span_multirange[] USING lists::text[]::public.span_multirange[],
  ALTER COLUMN checked TYPE public.spans USING checked::text::public.spans;

-- drop the old domain public.spans  [lock: none]
DROP DOMAIN public.spans__old;

-- drop the old range type public.span  [lock: none]
DROP TYPE public.span__old;

