-- drop enum public.mood  [lock: none]
DROP TYPE public.mood;

-- create enum public.mood  [lock: none]
CREATE TYPE public.mood AS ENUM ('sad', 'happy');
ALTER TYPE public.mood OWNER TO postgres;

