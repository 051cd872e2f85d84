-- drop constraint public.b.b_x_fkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.b DROP CONSTRAINT b_x_fkey;

-- drop index public.a.ax  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.ax;

-- create index public.a.ax  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY ax ON public.a USING btree (x) INCLUDE (y);

-- create constraint public.b.b_x_fkey  [lock: SHARE ROW EXCLUSIVE, brief, commit]
ALTER TABLE public.b ADD CONSTRAINT b_x_fkey FOREIGN KEY (x) REFERENCES public.a(x) NOT VALID;

-- validate constraint public.b.b_x_fkey  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.b VALIDATE CONSTRAINT b_x_fkey;

