-- alter index public.t.e  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER INDEX public.e ALTER COLUMN 1 SET STATISTICS 300;

-- alter index public.t.i  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER INDEX public.i SET (deduplicate_items = off, fillfactor = 70);

