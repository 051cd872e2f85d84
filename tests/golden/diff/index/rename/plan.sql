-- rename index public.t.i to j  [lock: ACCESS EXCLUSIVE, brief]
ALTER INDEX public.i RENAME TO j;

-- drop index public.t.j  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.j;

-- create index public.t.j  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY j ON public.t USING btree (a);

