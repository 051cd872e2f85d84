-- drop materialized view public.m  [lock: ACCESS EXCLUSIVE, brief]
DROP MATERIALIZED VIEW public.m;

-- create table public.m  [lock: none]
CREATE TABLE public.m (
  id integer
);
ALTER TABLE public.m OWNER TO postgres;

-- create index public.m.mi  [lock: none]
CREATE UNIQUE INDEX mi ON public.m USING btree (id);

