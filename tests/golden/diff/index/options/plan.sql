-- alter index public.t.i  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER INDEX public.i SET (deduplicate_items = off, fillfactor = 70);

