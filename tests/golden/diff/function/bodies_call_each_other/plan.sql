-- placeholder for function public.even(integer)  [lock: none]
CREATE OR REPLACE FUNCTION public.even(n integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS '';

-- create function public.odd(integer)  [lock: none]
CREATE FUNCTION public.odd(n integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
BEGIN ATOMIC
 SELECT
         CASE
             WHEN (n = 0) THEN false
             ELSE public.even((n - 1))
         END AS even;
END;
ALTER FUNCTION public.odd(integer) OWNER TO postgres;

-- create function public.even(integer)  [lock: none]
CREATE OR REPLACE FUNCTION public.even(n integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
BEGIN ATOMIC
 SELECT
         CASE
             WHEN (n = 0) THEN true
             ELSE public.odd((n - 1))
         END AS odd;
END;
ALTER FUNCTION public.even(integer) OWNER TO postgres;

-- create index public.t.t_even  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY t_even ON public.t USING btree (public.even(a));

