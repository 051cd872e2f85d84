-- alter composite type public.addr  [lock: none]
ALTER TYPE public.addr DROP ATTRIBUTE no;
ALTER TYPE public.addr ADD ATTRIBUTE zip text;

