-- drop default of public.p.m  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.p ALTER COLUMN m DROP DEFAULT;

-- type of public.p.m, default of public.p.m  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.p
  ALTER COLUMN m TYPE text,
  ALTER COLUMN m SET DEFAULT 'ok'::text;

-- drop enum public.mood  [lock: none]
DROP TYPE public.mood;

