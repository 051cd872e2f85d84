-- drop index public.t.i  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.i;

-- create index public.t.i  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY i ON public.t USING btree (a, b);

