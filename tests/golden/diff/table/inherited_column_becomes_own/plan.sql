-- drop column public.base.note  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE ONLY public.base DROP COLUMN note;

-- drop column public.loses.note  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.loses DROP COLUMN note;

