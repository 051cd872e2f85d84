-- create table public.t  [lock: none]
CREATE TABLE public.t (
  a integer,
  b integer
);
ALTER TABLE public.t OWNER TO postgres;

-- create function public.next_a()  [lock: none]
CREATE FUNCTION public.next_a()
 RETURNS integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT (max(t.a) + 1)
    FROM public.t;
END;
ALTER FUNCTION public.next_a() OWNER TO postgres;

-- default of public.t.a  [lock: none]
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT public.next_a();

