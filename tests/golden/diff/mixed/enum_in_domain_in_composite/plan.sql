-- rename composite type public.entry for its replacement  [lock: none]
ALTER TYPE public.entry RENAME TO entry__old;

-- rename domain public.kept_mood for its replacement  [lock: none]
ALTER DOMAIN public.kept_mood RENAME TO kept_mood__old;

-- rename enum public.mood for its replacement  [lock: none]
ALTER TYPE public.mood RENAME TO mood__old;

-- create enum public.mood  [lock: none]
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
ALTER TYPE public.mood OWNER TO postgres;

-- create domain public.kept_mood  [lock: none]
CREATE DOMAIN public.kept_mood AS public.mood NOT NULL;
ALTER DOMAIN public.kept_mood OWNER TO postgres;

-- create composite type public.entry  [lock: none]
CREATE TYPE public.entry AS (
  at date,
  mood public.mood,
  history public.mood[]
);
ALTER TYPE public.entry OWNER TO postgres;

-- type of public.diary.m, type of public.diary.e  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.diary
  ALTER COLUMN m TYPE public.kept_mood USING m::text::public.kept_mood,
  ALTER COLUMN e TYPE public.entry USING e::text::public.entry;

-- drop the old domain public.kept_mood  [lock: none]
DROP DOMAIN public.kept_mood__old;

-- drop the old composite type public.entry  [lock: none]
DROP TYPE public.entry__old;

-- drop the old enum public.mood  [lock: none]
DROP TYPE public.mood__old;

