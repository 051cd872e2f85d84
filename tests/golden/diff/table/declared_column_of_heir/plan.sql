-- drop view public.notes  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.notes;

-- save the rows of public.below  [lock: ACCESS EXCLUSIVE, long]
LOCK TABLE public.below IN ACCESS EXCLUSIVE MODE;
CREATE UNLOGGED TABLE public.below__rows AS SELECT * FROM public.below;

-- drop table public.below  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.below;

-- save the rows of public.declares  [lock: ACCESS EXCLUSIVE, long]
LOCK TABLE public.declares IN ACCESS EXCLUSIVE MODE;
CREATE UNLOGGED TABLE public.declares__rows AS SELECT * FROM public.declares;

-- drop table public.declares  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.declares;

-- save the rows of public.takes_back  [lock: ACCESS EXCLUSIVE, long]
LOCK TABLE ONLY public.takes_back IN ACCESS EXCLUSIVE MODE;
CREATE UNLOGGED TABLE public.takes_back__rows AS SELECT * FROM ONLY public.takes_back;

-- detach from its column: sequence public.takes_back_b_seq  [lock: none]
ALTER SEQUENCE public.takes_back_b_seq OWNED BY NONE;

-- drop table public.takes_back  [lock: ACCESS EXCLUSIVE, brief]
LOCK TABLE ONLY public.takes_back IN ACCESS EXCLUSIVE MODE;
DO $guard$
DECLARE
  children text;
BEGIN
  WITH RECURSIVE below AS (
    SELECT i.inhrelid FROM pg_catalog.pg_inherits i WHERE i.inhparent = pg_catalog.to_regclass('public.takes_back')
    UNION
    SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN below b ON i.inhparent = b.inhrelid
  )
  SELECT pg_catalog.string_agg(pg_catalog.format('%I.%I (%s)', n.nspname, c.relname,
           CASE WHEN c.relkind <> 'r' THEN 'holds no rows itself'
                WHEN greatest(c.reltuples, pg_catalog.pg_stat_get_live_tuples(c.oid)) > 0
                THEN 'about ' || greatest(c.reltuples, pg_catalog.pg_stat_get_live_tuples(c.oid))::bigint || ' rows'
                WHEN pg_catalog.pg_relation_size(c.oid) = 0 THEN 'no rows'
                ELSE pg_catalog.pg_size_pretty(pg_catalog.pg_relation_size(c.oid)) || ', rows not counted yet' END),
         ', ' ORDER BY n.nspname, c.relname)
  INTO children
  FROM below JOIN pg_catalog.pg_class c ON c.oid = below.inhrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['public.below']::text[]) AS known WHERE pg_catalog.to_regclass(known) = c.oid);
  IF children IS NULL THEN
    RETURN;
  ELSIF 'data-loss' = ANY (pg_catalog.string_to_array(pg_catalog.current_setting('schemac.allow', true), ',')) THEN
    RAISE WARNING USING MESSAGE = 'DROP TABLE ' || 'public.takes_back' || ' also drops: ' || children;
  ELSE
    RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist',
      MESSAGE = 'DROP TABLE ' || 'public.takes_back' || ' would also drop partitions or child tables that this plan does not know',
      DETAIL = children,
      HINT = 'Detach them (ALTER TABLE … NO INHERIT public.takes_back) or drop them first.';
  END IF;
END $guard$;
DROP TABLE public.takes_back;

-- create table public.declares  [lock: none]
CREATE TABLE public.declares (
  a integer
) INHERITS (public.base);
ALTER TABLE ONLY public.declares ALTER COLUMN made_at SET DEFAULT now();
ALTER TABLE public.declares OWNER TO postgres;

-- restore the rows of public.declares  [lock: none]
INSERT INTO public.declares (made_at, note, kept, a) SELECT made_at, note, kept, a FROM public.declares__rows;
DROP TABLE public.declares__rows;

-- create table public.takes_back  [lock: none]
CREATE TABLE public.takes_back (
  note integer,
  b integer DEFAULT nextval('public.takes_back_b_seq'::regclass) NOT NULL
) INHERITS (public.base);
ALTER TABLE ONLY public.takes_back ALTER COLUMN made_at SET DEFAULT now();
ALTER TABLE public.takes_back OWNER TO postgres;
COMMENT ON COLUMN public.takes_back.note IS 'a note';

-- create table public.below  [lock: none]
CREATE TABLE public.below (
  c integer
) INHERITS (public.takes_back);
ALTER TABLE ONLY public.below ALTER COLUMN made_at SET DEFAULT now();
ALTER TABLE ONLY public.below ALTER COLUMN b SET DEFAULT nextval('public.takes_back_b_seq'::regclass);
ALTER TABLE public.below OWNER TO postgres;

-- restore the rows of public.below  [lock: none]
INSERT INTO public.below (made_at, note, kept, b, c) SELECT made_at, note, kept, b, c FROM public.below__rows;
DROP TABLE public.below__rows;

-- restore the rows of public.takes_back  [lock: none]
INSERT INTO public.takes_back (made_at, note, kept, b) SELECT made_at, note, kept, b FROM public.takes_back__rows;
DROP TABLE public.takes_back__rows;

-- create constraint public.takes_back.takes_back_pkey  [lock: none]
ALTER TABLE public.takes_back ADD CONSTRAINT takes_back_pkey PRIMARY KEY (b);

-- create index public.takes_back.takes_back_note_idx  [lock: none]
CREATE INDEX takes_back_note_idx ON public.takes_back USING btree (note);

-- owner column of sequence public.takes_back_b_seq  [lock: none]
ALTER SEQUENCE public.takes_back_b_seq OWNED BY public.takes_back.b;

-- create view public.notes  [lock: none]
CREATE VIEW public.notes AS
 SELECT takes_back.note
   FROM public.takes_back;
ALTER VIEW public.notes OWNER TO postgres;

