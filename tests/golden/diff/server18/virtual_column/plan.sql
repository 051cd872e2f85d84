-- drop column public.t.c  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP COLUMN c;

-- drop column public.t.e  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP COLUMN e;

-- expression of public.t.b  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ALTER COLUMN b SET EXPRESSION AS ((a + 2));

-- add column public.t.c  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ADD COLUMN c integer GENERATED ALWAYS AS (a) VIRTUAL;

-- add column public.t.d  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ADD COLUMN d integer GENERATED ALWAYS AS ((a * 2)) VIRTUAL;

-- add column public.t.e  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ADD COLUMN e integer;

