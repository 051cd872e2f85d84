-- add values to enum public.mood  [lock: none]
ALTER TYPE public.mood ADD VALUE 'happy';

