-- add column public.declares.note  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.declares ADD COLUMN note integer DEFAULT 5;

-- add column public.base.note  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.base ADD COLUMN note integer;

