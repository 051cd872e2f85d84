-- create extension pg_trgm  [lock: none]
CREATE EXTENSION pg_trgm WITH SCHEMA public VERSION '1.6';

-- create table public.t  [lock: none]
CREATE TABLE public.t (
  a text
);
ALTER TABLE public.t OWNER TO postgres;

-- create index public.t.t_a  [lock: none]
CREATE INDEX t_a ON public.t USING gin (a public.gin_trgm_ops);

