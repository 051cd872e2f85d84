-- drop column public.t.id  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP COLUMN id;

