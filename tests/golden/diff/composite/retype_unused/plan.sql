-- alter composite type public.addr  [lock: none]
ALTER TYPE public.addr ALTER ATTRIBUTE street TYPE character varying(10);
ALTER TYPE public.addr ALTER ATTRIBUTE no TYPE bigint;

-- comments of composite type public.addr  [lock: SHARE UPDATE EXCLUSIVE, brief]
COMMENT ON COLUMN public.addr.no IS 'number';

