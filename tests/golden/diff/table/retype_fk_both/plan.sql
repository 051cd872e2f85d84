-- drop constraint public.b.b_a_fkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.b DROP CONSTRAINT b_a_fkey;

-- type of public.a.id  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.a ALTER COLUMN id TYPE text;

-- type of public.b.a  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.b ALTER COLUMN a TYPE text;

-- create constraint public.b.b_a_fkey  [lock: SHARE ROW EXCLUSIVE, brief, commit]
ALTER TABLE public.b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES public.a(id) NOT VALID;

-- validate constraint public.b.b_a_fkey  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.b VALIDATE CONSTRAINT b_a_fkey;

