-- create table public.t  [lock: none]
CREATE TABLE public.t (
  id integer NOT NULL,
  name text,
  label text
);
ALTER TABLE public.t OWNER TO postgres;

-- create function public.name_of(public.t)  [lock: none]
CREATE FUNCTION public.name_of(r public.t)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$ BEGIN RETURN r.name; END $function$;
ALTER FUNCTION public.name_of(public.t) OWNER TO postgres;

-- create function public.rank_of(integer)  [lock: none]
CREATE FUNCTION public.rank_of(wanted integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
BEGIN ATOMIC
 SELECT count(*) AS count
    FROM public.t
   WHERE (t.id <= rank_of.wanted);
END;
ALTER FUNCTION public.rank_of(integer) OWNER TO postgres;

-- add column public.t.rank  [lock: none]
ALTER TABLE public.t ADD COLUMN rank bigint GENERATED ALWAYS AS (public.rank_of(id)) STORED;
COMMENT ON COLUMN public.t.rank IS 'how many before it';
GRANT SELECT (rank) ON TABLE public.t TO golden_reader;

-- create constraint public.t.t_named  [lock: none]
ALTER TABLE public.t ADD CONSTRAINT t_named CHECK (((public.name_of(t.*) IS NULL) OR (id > 0)));

-- create constraint public.t.t_pkey  [lock: none]
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);

-- create index public.t.t_rank  [lock: none]
CREATE INDEX t_rank ON public.t USING btree (rank);

-- default of public.t.label  [lock: none]
ALTER TABLE public.t ALTER COLUMN label SET DEFAULT upper(public.name_of(NULL::public.t));

-- create view public.ranks  [lock: none]
CREATE VIEW public.ranks AS
 SELECT t.id,
    t.rank
   FROM public.t;
ALTER VIEW public.ranks OWNER TO postgres;

