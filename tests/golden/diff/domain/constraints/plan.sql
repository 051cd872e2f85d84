-- alter domain public.x  [lock: none]
ALTER DOMAIN public.x DROP CONSTRAINT a;
ALTER DOMAIN public.x DROP CONSTRAINT b;

-- alter domain public.x  [lock: none]
ALTER DOMAIN public.x SET DEFAULT 3;
ALTER DOMAIN public.x SET NOT NULL;
ALTER DOMAIN public.x ADD CONSTRAINT a CHECK ((VALUE > 1));
COMMENT ON CONSTRAINT a ON DOMAIN public.x IS 'low';
ALTER DOMAIN public.x ADD CONSTRAINT c CHECK ((VALUE < 50));

