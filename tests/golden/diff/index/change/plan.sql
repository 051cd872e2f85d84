-- build the replacement of index public.t.i  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY i__new ON public.t USING btree (a, b);

-- swap in index public.t.i  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER INDEX public.i RENAME TO i__old;
ALTER INDEX public.i__new RENAME TO i;

-- drop the old index public.t.i  [lock: SHARE UPDATE EXCLUSIVE, brief, no transaction]
DROP INDEX CONCURRENTLY public.i__old;

