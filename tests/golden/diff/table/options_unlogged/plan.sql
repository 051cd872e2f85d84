-- options of public.t  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER TABLE public.t SET (autovacuum_enabled = off, fillfactor = 50, toast.autovacuum_enabled = off);

-- persistence of public.t  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t SET UNLOGGED;

