-- not null of public.t.name as a check  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.t ADD CONSTRAINT t_name__not_null CHECK (name IS NOT NULL) NOT VALID;

-- not null of public.t.qty as a check  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.t ADD CONSTRAINT t_qty__not_null CHECK (qty IS NOT NULL) NOT VALID;

-- validate not null of public.t.name  [lock: SHARE UPDATE EXCLUSIVE, long, commit]
ALTER TABLE public.t VALIDATE CONSTRAINT t_name__not_null;

-- set not null of public.t.name  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ALTER COLUMN name SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT t_name__not_null;

-- validate not null of public.t.qty  [lock: SHARE UPDATE EXCLUSIVE, long, commit]
ALTER TABLE public.t VALIDATE CONSTRAINT t_qty__not_null;

-- set not null of public.t.qty  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ALTER COLUMN qty SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT t_qty__not_null;

