-- drop column public.t.has_c  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP COLUMN has_c;

-- drop column public.t.has_n  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP COLUMN has_n;

-- rename enum public.color for its replacement  [lock: none]
ALTER TYPE public.color RENAME TO color__old;

-- create enum public.color  [lock: none]
CREATE TYPE public.color AS ENUM ('red', 'blue');
ALTER TYPE public.color OWNER TO postgres;

-- type of public.t.c, type of public.t.n  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t
  ALTER COLUMN c TYPE public.color USING c::text::public.color,
  ALTER COLUMN n TYPE text;

-- add column public.t.has_c  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t ADD COLUMN has_c boolean GENERATED ALWAYS AS ((c IS NOT NULL)) STORED;

-- add column public.t.has_n  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t ADD COLUMN has_n boolean GENERATED ALWAYS AS ((n IS NOT NULL)) STORED;

-- drop the old enum public.color  [lock: none]
DROP TYPE public.color__old;

