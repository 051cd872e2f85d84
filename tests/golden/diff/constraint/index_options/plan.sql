-- alter constraint public.t.u  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER INDEX public.u SET (fillfactor = 60);
ALTER TABLE public.t CLUSTER ON u;

