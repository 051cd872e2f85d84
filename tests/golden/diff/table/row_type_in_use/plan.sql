-- drop view public.streets  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.streets;

-- values as JSON, type of public.person.lives  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.person ALTER COLUMN lives TYPE jsonb USING to_jsonb(lives);

-- values as JSON, type of public.person.moved  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.person ALTER COLUMN moved TYPE jsonb USING to_jsonb(moved);

-- values as JSON, type of public.person.h  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.person ALTER COLUMN h TYPE jsonb USING to_jsonb(h);

-- drop default of public.person.c  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.person ALTER COLUMN c DROP DEFAULT;

-- values as JSON, type of public.person.c  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.person ALTER COLUMN c TYPE jsonb USING to_jsonb(c);

-- placeholder for domain public.home  [lock: none]
ALTER DOMAIN public.home DROP CONSTRAINT home_check;

-- drop domain public.home  [lock: none]
DROP DOMAIN public.home;

-- placeholder for domain public.home  [lock: none]
CREATE DOMAIN public.home AS public.address;

-- create domain public.home  [lock: none]
ALTER DOMAIN public.home ADD CONSTRAINT home_check CHECK (((VALUE).number > 0));
ALTER DOMAIN public.home OWNER TO postgres;

-- type of public.address.number  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.address ALTER COLUMN number TYPE bigint;

-- type of public.person.lives  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.person ALTER COLUMN lives TYPE public.address USING (CASE WHEN jsonb_typeof(lives) <> 'null' THEN jsonb_populate_record(NULL::public.address, lives) END);

-- type of public.person.moved  [lock: ACCESS EXCLUSIVE, long]
CREATE TYPE pg_temp.moved__value AS (value public.address[]);
ALTER TABLE public.person ALTER COLUMN moved TYPE public.address[] USING (jsonb_populate_record(NULL::pg_temp.moved__value, jsonb_build_object('value', moved))).value;
DROP TYPE pg_temp.moved__value;

-- type of public.person.h, type of public.person.c, default of public.person.c  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.person
  ALTER COLUMN h TYPE public.home USING (CASE WHEN jsonb_typeof(h) <> 'null' THEN jsonb_populate_record(NULL::public.address, h) END)::public.home,
  ALTER COLUMN c TYPE public.contact USING (CASE WHEN jsonb_typeof(c) <> 'null' THEN jsonb_populate_record(NULL::public.contact, c) END),
  ALTER COLUMN c SET DEFAULT ROW('n'::text, NULL::public.address);

-- create view public.streets  [lock: none]
CREATE VIEW public.streets AS
 SELECT person.id,
    (person.lives).street AS street
   FROM public.person;
ALTER VIEW public.streets OWNER TO postgres;

