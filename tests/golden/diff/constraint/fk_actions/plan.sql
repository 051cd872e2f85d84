-- drop constraint public.b.f  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.b DROP CONSTRAINT f;

-- create constraint public.b.f  [lock: SHARE ROW EXCLUSIVE, brief, commit]
ALTER TABLE public.b ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.a(id) ON UPDATE CASCADE ON DELETE SET NULL NOT VALID;

-- validate constraint public.b.f  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.b VALIDATE CONSTRAINT f;

