-- alter domain public.code  [lock: none]
ALTER DOMAIN public.code DROP CONSTRAINT code_long;

-- alter domain public.unused  [lock: none]
ALTER DOMAIN public.unused ADD CONSTRAINT unused_check CHECK ((VALUE > 0));

-- alter domain public.code  [lock: none, commit]
ALTER DOMAIN public.code ADD CONSTRAINT code_long CHECK ((length(VALUE) < 8)) NOT VALID;

-- alter domain public.code  [lock: none, commit]
ALTER DOMAIN public.code ADD CONSTRAINT code_lower CHECK ((VALUE = lower(VALUE))) NOT VALID;
COMMENT ON CONSTRAINT code_lower ON DOMAIN public.code IS 'no capitals';

-- validate code_long of domain public.code  [lock: none]
ALTER DOMAIN public.code VALIDATE CONSTRAINT code_long;

-- validate code_lower of domain public.code  [lock: none]
ALTER DOMAIN public.code VALIDATE CONSTRAINT code_lower;

