-- drop materialized view public.m  [lock: ACCESS EXCLUSIVE, brief]
DROP MATERIALIZED VIEW public.m;

-- drop view public.v  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.v;

-- drop table public.d  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.d;

-- drop table public.p  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.p;

-- drop table public.s  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.s;

-- drop table public.t  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.t;

-- drop function public.tf()  [lock: none]
DROP FUNCTION public.tf();

-- drop domain public.posint  [lock: none]
DROP DOMAIN public.posint;

-- drop enum public.mood  [lock: none]
DROP TYPE public.mood;

