-- alter domain public.x  [lock: none]
ALTER DOMAIN public.x VALIDATE CONSTRAINT c;

