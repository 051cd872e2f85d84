-- detach partition public.readings_a  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.readings DETACH PARTITION public.readings_a;

-- drop constraint public.readings_a.readings_a_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.readings_a DROP CONSTRAINT readings_a_pkey;

-- drop not null of public.readings_a.id, drop not null of public.readings_a.place  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.readings_a
  ALTER COLUMN id DROP NOT NULL,
  ALTER COLUMN place DROP NOT NULL;

-- drop index public.readings.readings_idx  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.readings_idx;

-- attach partition public.readings_a  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.readings ATTACH PARTITION public.readings_a FOR VALUES IN ('a');

