-- drop index public.m.m_g  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.m_g;

-- drop column public.m.g  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m DROP COLUMN g;

-- type of public.m.x  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.m ALTER COLUMN x TYPE bigint;

-- add column public.m.g  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.m ADD COLUMN g bigint GENERATED ALWAYS AS ((x * 2)) STORED;

-- create index public.m1.m1_g_idx  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY m1_g_idx ON public.m1 USING btree (g);

-- create index public.m2a.m2a_g_idx  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY m2a_g_idx ON public.m2a USING btree (g);

-- create index public.m2.m2_g_idx  [lock: SHARE, long]
CREATE INDEX m2_g_idx ON public.m2 USING btree (g);

-- create index public.m.m_g  [lock: SHARE, long]
CREATE INDEX m_g ON public.m USING btree (g);

