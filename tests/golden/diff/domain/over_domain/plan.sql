-- drop default of public.parcel.w  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.parcel ALTER COLUMN w DROP DEFAULT;

-- rename domain public.net_weight for its replacement  [lock: none]
ALTER DOMAIN public.net_weight RENAME TO net_weight__old;

-- rename domain public.parcel_weight for its replacement  [lock: none]
ALTER DOMAIN public.parcel_weight RENAME TO parcel_weight__old;

-- rename domain public.weight for its replacement  [lock: none]
ALTER DOMAIN public.weight RENAME TO weight__old;

-- create domain public.weight  [lock: none]
CREATE DOMAIN public.weight AS bigint;
ALTER DOMAIN public.weight OWNER TO postgres;

-- create domain public.net_weight  [lock: none]
CREATE DOMAIN public.net_weight AS public.weight
  CONSTRAINT net_weight_check CHECK (((VALUE)::bigint > 0));
ALTER DOMAIN public.net_weight OWNER TO postgres;

-- create domain public.parcel_weight  [lock: none]
CREATE DOMAIN public.parcel_weight AS public.net_weight
  CONSTRAINT parcel_weight_check CHECK (((VALUE)::bigint < 1000));
ALTER DOMAIN public.parcel_weight OWNER TO postgres;

-- type of public.parcel.w, default of public.parcel.w, type of public.parcel.spare  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.parcel
  ALTER COLUMN w TYPE public.parcel_weight USING w::text::public.parcel_weight,
  ALTER COLUMN w SET DEFAULT 5,
  ALTER COLUMN spare TYPE public.net_weight[] USING spare::text[]::public.net_weight[];

-- drop the old domain public.parcel_weight  [lock: none]
DROP DOMAIN public.parcel_weight__old;

-- drop the old domain public.net_weight  [lock: none]
DROP DOMAIN public.net_weight__old;

-- drop the old domain public.weight  [lock: none]
DROP DOMAIN public.weight__old;

