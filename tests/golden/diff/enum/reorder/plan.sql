-- drop view public.v  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.v;

-- drop index public.p.p_m  [lock: ACCESS EXCLUSIVE, brief]
DROP INDEX public.p_m;

-- drop constraint public.p.c  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.p DROP CONSTRAINT c;

-- drop default of public.p.m  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.p ALTER COLUMN m DROP DEFAULT;

-- rename enum public.mood for its replacement  [lock: none]
ALTER TYPE public.mood RENAME TO mood__old;

-- create enum public.mood  [lock: none]
CREATE TYPE public.mood AS ENUM ('happy', 'ok', 'sad');
ALTER TYPE public.mood OWNER TO postgres;

-- type of public.p.m, default of public.p.m, type of public.p.ms  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.p
  ALTER COLUMN m TYPE public.mood USING m::text::public.mood,
  ALTER COLUMN m SET DEFAULT 'ok'::public.mood,
  ALTER COLUMN ms TYPE public.mood[] USING ms::text[]::public.mood[];

-- create view public.v  [lock: none]
CREATE VIEW public.v AS
 SELECT p.id,
    p.m
   FROM public.p
  WHERE (p.m <> 'sad'::public.mood);
ALTER VIEW public.v OWNER TO postgres;

-- drop the old enum public.mood  [lock: none]
DROP TYPE public.mood__old;

-- create constraint public.p.c  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.p ADD CONSTRAINT c CHECK (((m <> 'happy'::public.mood) OR (id > 0))) NOT VALID;

-- validate constraint public.p.c  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.p VALIDATE CONSTRAINT c;

-- create index public.p.p_m  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY p_m ON public.p USING btree (m) WHERE (m = 'ok'::public.mood);

