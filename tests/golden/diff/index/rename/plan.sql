-- rename index public.t.i to j  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER INDEX public.i RENAME TO j;

