-- drop constraint public.readings.positive  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.readings DROP CONSTRAINT positive;

-- create constraint public.readings.positive  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.readings ADD CONSTRAINT positive CHECK ((id > 0)) NOT VALID;

-- validate constraint public.readings_a.positive  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.readings_a VALIDATE CONSTRAINT positive;

