-- drop view public.vv  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.vv;

-- save the rows of public.m  [lock: ACCESS EXCLUSIVE, long]
LOCK TABLE public.m IN ACCESS EXCLUSIVE MODE;
CREATE UNLOGGED TABLE public.m__rows AS SELECT * FROM public.m;

-- drop table public.m  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.m;

-- create table public.m  [lock: none]
CREATE TABLE public.m (
  id integer,
  at date NOT NULL,
  v text
) PARTITION BY RANGE (at);
ALTER TABLE public.m OWNER TO postgres;
GRANT SELECT ON TABLE public.m TO golden_reader;

-- create table public.m1  [lock: none]
CREATE TABLE public.m1 PARTITION OF public.m (
  at WITH OPTIONS NOT NULL
) FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
ALTER TABLE public.m1 OWNER TO postgres;

-- restore the rows of public.m  [lock: none]
INSERT INTO public.m (id, at, v) SELECT id, at, v FROM public.m__rows;
DROP TABLE public.m__rows;

-- create view public.vv  [lock: none]
CREATE VIEW public.vv AS
 SELECT m.id
   FROM public.m;
ALTER VIEW public.vv OWNER TO postgres;

