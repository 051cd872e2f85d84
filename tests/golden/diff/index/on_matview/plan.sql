-- drop index public.m.mi  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.mi;

-- create index public.m.m2  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY m2 ON public.m USING btree (qty);

-- create index public.m.mi  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY mi ON public.m USING btree (id, qty);

