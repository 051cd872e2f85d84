-- drop aggregate public.total(integer)  [lock: none]
DROP AGGREGATE public.total(integer);

-- create aggregate public.total(integer)  [lock: none]
CREATE AGGREGATE public.total(integer) (
  SFUNC = public.acc,
  STYPE = integer,
  INITCOND = '5'
);
ALTER AGGREGATE public.total(integer) OWNER TO postgres;

-- create table public.t  [lock: none]
CREATE TABLE public.t (
  id integer NOT NULL,
  name text,
  qty integer
);
ALTER TABLE public.t OWNER TO postgres;

-- create constraint public.t.t_pkey  [lock: none]
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);

-- create view public.v  [lock: none]
CREATE VIEW public.v AS
 SELECT public.total(t.qty) AS s
   FROM public.t;
ALTER VIEW public.v OWNER TO postgres;

