-- set the rows of public.m aside  [lock: ACCESS SHARE, long]
CREATE UNLOGGED TABLE public.m__rows AS SELECT * FROM public.m;

-- drop table public.m1  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.m1;

-- drop table public.m  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.m;

-- create table public.m  [lock: none]
CREATE TABLE public.m (
  id integer,
  at date NOT NULL,
  v text
) PARTITION BY LIST (id);
ALTER TABLE public.m OWNER TO postgres;

-- create table public.ml  [lock: none]
CREATE TABLE public.ml PARTITION OF public.m (
  at WITH OPTIONS NOT NULL
) FOR VALUES IN (1, 2);
ALTER TABLE public.ml OWNER TO postgres;

-- put the rows of public.m back  [lock: none]
INSERT INTO public.m (id, at, v) SELECT id, at, v FROM public.m__rows;
DROP TABLE public.m__rows;

