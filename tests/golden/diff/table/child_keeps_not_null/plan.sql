-- drop not null of public.base.y  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE ONLY public.base ALTER COLUMN y DROP NOT NULL;

-- drop not null of public.loses.y  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE ONLY public.loses ALTER COLUMN y DROP NOT NULL;

-- not null of public.base.z as a check  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.base ADD CONSTRAINT base_z__not_null CHECK (z IS NOT NULL) NOT VALID;

-- validate not null of public.base.z  [lock: SHARE UPDATE EXCLUSIVE, long, commit]
ALTER TABLE public.base VALIDATE CONSTRAINT base_z__not_null;

-- set not null of public.base.z  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.base ALTER COLUMN z SET NOT NULL;
ALTER TABLE public.base DROP CONSTRAINT base_z__not_null;

