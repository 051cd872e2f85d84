-- create table public.t  [lock: none]
CREATE TABLE public.t (
  id integer,
  b integer
);
ALTER TABLE public.t OWNER TO postgres;

-- create function public.next_id()  [lock: none]
CREATE FUNCTION public.next_id()
 RETURNS integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT (COALESCE(max(t.id), 0) + 1)
    FROM public.t;
END;
ALTER FUNCTION public.next_id() OWNER TO postgres;

-- default of public.t.id  [lock: none]
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT public.next_id();

