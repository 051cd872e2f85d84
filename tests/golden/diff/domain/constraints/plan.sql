-- alter domain public.x  [lock: none]
ALTER DOMAIN public.x DROP CONSTRAINT a;
ALTER DOMAIN public.x DROP CONSTRAINT b;

-- alter domain public.x  [lock: none]
ALTER DOMAIN public.x SET DEFAULT 3;
ALTER DOMAIN public.x SET NOT NULL;

-- alter domain public.x  [lock: none, commit]
ALTER DOMAIN public.x ADD CONSTRAINT a CHECK ((VALUE > 1)) NOT VALID;
COMMENT ON CONSTRAINT a ON DOMAIN public.x IS 'low';

-- alter domain public.x  [lock: none, commit]
ALTER DOMAIN public.x ADD CONSTRAINT c CHECK ((VALUE < 50)) NOT VALID;

-- validate a of domain public.x  [lock: none]
ALTER DOMAIN public.x VALIDATE CONSTRAINT a;

-- validate c of domain public.x  [lock: none]
ALTER DOMAIN public.x VALIDATE CONSTRAINT c;

