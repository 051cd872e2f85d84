-- add values to enum public.mood  [lock: none, commit]
ALTER TYPE public.mood ADD VALUE 'awful' BEFORE 'sad';
ALTER TYPE public.mood ADD VALUE 'bad' AFTER 'awful';
ALTER TYPE public.mood ADD VALUE 'ok' AFTER 'sad';
ALTER TYPE public.mood ADD VALUE 'fine' AFTER 'ok';
ALTER TYPE public.mood ADD VALUE 'great';

-- default of public.p.m  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.p ALTER COLUMN m SET DEFAULT 'ok'::public.mood;

