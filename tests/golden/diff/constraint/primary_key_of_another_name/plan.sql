-- build the index of constraint public.t.id_key  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY id_key ON public.t (id);

-- create constraint public.t.id_key  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ADD CONSTRAINT id_key UNIQUE USING INDEX id_key;

-- build the index of constraint public.t.new_key  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY new_key ON public.t (id, a);

-- drop constraint public.child.child_id  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.child DROP CONSTRAINT child_id;

-- drop constraint public.t.a_key  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP CONSTRAINT a_key;

-- drop constraint public.t.old_key  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP CONSTRAINT old_key;

-- create constraint public.t.new_key  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ADD CONSTRAINT new_key PRIMARY KEY USING INDEX new_key;

-- create constraint public.child.child_id  [lock: SHARE ROW EXCLUSIVE, brief, commit]
ALTER TABLE public.child ADD CONSTRAINT child_id FOREIGN KEY (id) REFERENCES public.t(id) NOT VALID;

-- validate constraint public.child.child_id  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.child VALIDATE CONSTRAINT child_id;

