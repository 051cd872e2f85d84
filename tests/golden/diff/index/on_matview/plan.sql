-- create index public.m.m2  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY m2 ON public.m USING btree (qty);

-- build the replacement of index public.m.mi  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY mi__new ON public.m USING btree (id, qty);

-- swap in index public.m.mi  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER INDEX public.mi RENAME TO mi__old;
ALTER INDEX public.mi__new RENAME TO mi;

-- drop the old index public.m.mi  [lock: SHARE UPDATE EXCLUSIVE, brief, no transaction]
DROP INDEX CONCURRENTLY public.mi__old;

