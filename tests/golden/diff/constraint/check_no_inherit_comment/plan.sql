-- drop constraint public.t.c  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP CONSTRAINT c;

-- create constraint public.t.c  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a > 0)) NO INHERIT NOT VALID;
COMMENT ON CONSTRAINT c ON public.t IS 'cc';

-- validate constraint public.t.c  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.t VALIDATE CONSTRAINT c;

