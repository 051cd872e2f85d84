-- alter constraint public.b.f  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.b ALTER CONSTRAINT f DEFERRABLE INITIALLY DEFERRED;

