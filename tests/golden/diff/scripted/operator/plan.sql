-- create operator public.===(integer, text)  [lock: none]
CREATE OPERATOR public.=== (FUNCTION = public.eqq, LEFTARG = integer, RIGHTARG = text);
ALTER OPERATOR public.===(integer, text) OWNER TO postgres;

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
 SELECT (t.id OPERATOR(public.===) t.name) AS x
   FROM public.t;
ALTER VIEW public.v OWNER TO postgres;

