-- drop constraint public.readings.readings_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.readings DROP CONSTRAINT readings_pkey;

-- create constraint public.readings.readings_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE ONLY public.readings ADD CONSTRAINT readings_pkey PRIMARY KEY (place, id);

-- create index public.readings_a.readings_a_pkey  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY readings_a_pkey ON public.readings_a USING btree (place, id);

