-- drop identity of public.alone.id  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.alone ALTER COLUMN id DROP IDENTITY;

-- detach partition public.p1  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.p DETACH PARTITION public.p1;

-- name of not null of public.alone.id  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.alone RENAME CONSTRAINT alone_id_not_null TO p_id_not_null;

-- identity of public.p1.id  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.p1 ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('public.p1', 'id'), GREATEST(max(id) + 1, 1), false) FROM public.p1 HAVING max(id) IS NOT NULL;

-- name of not null of public.p1.id  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.p1 RENAME CONSTRAINT p_id_not_null TO p1_id_not_null;

-- create table public.p2  [lock: none]
CREATE TABLE public.p2 (
  id integer CONSTRAINT p_id_not_null NOT NULL,
  k integer
);
ALTER TABLE public.p2 OWNER TO postgres;

-- identity of public.q.id  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.q ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('public.q', 'id'), GREATEST(max(id) + 1, 1), false) FROM public.q HAVING max(id) IS NOT NULL;

-- attach partition public.alone  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.p ATTACH PARTITION public.alone FOR VALUES FROM (20) TO (30);

-- attach partition public.p2  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER TABLE public.p ATTACH PARTITION public.p2 FOR VALUES FROM (10) TO (20);

