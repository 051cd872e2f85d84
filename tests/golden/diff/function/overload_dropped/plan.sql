-- drop view public.totals  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.totals;

-- drop index public.bill.bill_rate  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.bill_rate;

-- drop constraint public.bill.fair  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.bill DROP CONSTRAINT fair;

-- drop default of public.bill.net  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.bill ALTER COLUMN net DROP DEFAULT;

-- drop function public.twice(integer)  [lock: none]
DROP FUNCTION public.twice(integer);

-- create function public.rate(integer, integer)  [lock: none]
CREATE FUNCTION public.rate(a integer, b integer DEFAULT 0)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT $1 + $2 $function$;
ALTER FUNCTION public.rate(integer, integer) OWNER TO postgres;

-- drop function public.rate(integer)  [lock: none]
DROP FUNCTION public.rate(integer);

-- create domain public.rated  [lock: none]
CREATE DOMAIN public.rated AS integer
  CONSTRAINT rated_check CHECK ((public.rate(VALUE) > 0));
ALTER DOMAIN public.rated OWNER TO postgres;

-- create function public.twice(integer)  [lock: none]
CREATE FUNCTION public.twice(a integer)
 RETURNS integer
 LANGUAGE sql
RETURN (public.rate(a) * 2);
ALTER FUNCTION public.twice(integer) OWNER TO postgres;

-- default of public.bill.net  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.bill ALTER COLUMN net SET DEFAULT public.rate(1);

-- create view public.more  [lock: none]
CREATE VIEW public.more AS
 SELECT public.rate(bill.id) AS r
   FROM public.bill;
ALTER VIEW public.more OWNER TO postgres;

-- create view public.totals  [lock: none]
CREATE VIEW public.totals AS
 SELECT bill.id,
    public.rate(bill.net) AS total
   FROM public.bill;
ALTER VIEW public.totals OWNER TO postgres;

-- create constraint public.bill.fair  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.bill ADD CONSTRAINT fair CHECK ((public.rate(net) > 0)) NOT VALID;

-- validate constraint public.bill.fair  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.bill VALIDATE CONSTRAINT fair;

-- create index public.bill.bill_rate  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY bill_rate ON public.bill USING btree (public.rate(net));

