--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: report; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA report;


ALTER SCHEMA report OWNER TO postgres;

--
-- Name: schemac; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA schemac;


ALTER SCHEMA schemac OWNER TO postgres;

--
-- Name: SCHEMA schemac; Type: COMMENT; Schema: -; Owner: postgres
--

COMMENT ON SCHEMA schemac IS 'schemac''s ledger: what was applied and refreshed. Read freely; written by schemac alone.';


--
-- Name: box3; Type: TYPE; Schema: public; Owner: postgres
--

CREATE TYPE public.box3 AS (
	a integer,
	b integer,
	c integer
);


ALTER TYPE public.box3 OWNER TO postgres;

--
-- Name: percent; Type: DOMAIN; Schema: public; Owner: postgres
--

CREATE DOMAIN public.percent AS numeric
	CONSTRAINT percent_check CHECK (((VALUE >= (0)::numeric) AND (VALUE <= (100)::numeric)));


ALTER DOMAIN public.percent OWNER TO postgres;

--
-- Name: rootstock; Type: TYPE; Schema: public; Owner: postgres
--

CREATE TYPE public.rootstock AS ENUM (
    'seedling',
    'dwarf',
    'vigorous',
    'half'
);


ALTER TYPE public.rootstock OWNER TO postgres;

--
-- Name: half(integer); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.half(n integer) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$SELECT n / 2$$;


ALTER FUNCTION public.half(n integer) OWNER TO postgres;

--
-- Name: FUNCTION half(n integer); Type: COMMENT; Schema: public; Owner: postgres
--

COMMENT ON FUNCTION public.half(n integer) IS 'Rounds towards zero.';


--
-- Name: note_height(); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.note_height() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO height_log (tree, height_cm) VALUES (NEW.id, NEW.height_cm);
  RETURN NEW;
END $$;


ALTER FUNCTION public.note_height() OWNER TO postgres;

--
-- Name: count_write(); Type: FUNCTION; Schema: schemac; Owner: postgres
--

CREATE FUNCTION schemac.count_write() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RETURN NULL; END $$;


ALTER FUNCTION schemac.count_write() OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: cultivar; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.cultivar (
    text text NOT NULL,
    meaning text,
    description text
);


ALTER TABLE public.cultivar OWNER TO postgres;

--
-- Name: disease; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.disease (
    text text NOT NULL,
    meaning text,
    description text
);


ALTER TABLE public.disease OWNER TO postgres;

--
-- Name: germination; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.germination (
    batch text NOT NULL,
    rate public.percent NOT NULL,
    size public.box3,
    tags text[] DEFAULT '{}'::text[] NOT NULL
);


ALTER TABLE public.germination OWNER TO postgres;

--
-- Name: height_log; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.height_log (
    number bigint NOT NULL,
    tree integer NOT NULL,
    height_cm integer,
    noted_at timestamp with time zone DEFAULT now() NOT NULL
);


ALTER TABLE public.height_log OWNER TO postgres;

--
-- Name: height_log_number_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.height_log_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.height_log_number_seq OWNER TO postgres;

--
-- Name: height_log_number_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: postgres
--

ALTER SEQUENCE public.height_log_number_seq OWNED BY public.height_log.number;


--
-- Name: sale; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.sale (
    tree integer NOT NULL,
    id text NOT NULL,
    price numeric NOT NULL,
    net numeric GENERATED ALWAYS AS (round((price / 1.19), 2)) STORED,
    sold_at timestamp with time zone NOT NULL,
    CONSTRAINT sale_price_minimum CHECK ((price >= (0)::numeric))
);


ALTER TABLE public.sale OWNER TO postgres;

--
-- Name: tree; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.tree (
    id integer NOT NULL,
    cultivar text NOT NULL,
    rootstock public.rootstock DEFAULT 'seedling'::public.rootstock,
    planted date DEFAULT '2020-01-31'::date,
    label text DEFAULT 'no label'::text,
    height_cm integer,
    girth_cm numeric,
    homepage text,
    supplier text,
    CONSTRAINT tree_height_cm_maximum CHECK ((height_cm <= 2000)),
    CONSTRAINT tree_height_cm_minimum CHECK ((height_cm >= 0)),
    CONSTRAINT tree_homepage_lexical CHECK ((homepage ~ '^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]*$'::text)),
    CONSTRAINT tree_label_pattern CHECK ((label ~ '^[a-z ]+$'::text)),
    CONSTRAINT tree_rootstock_height_cm_rule CHECK (((NOT ((rootstock IS NOT NULL) AND ((rootstock)::text = 'dwarf'::text))) OR ((height_cm IS NOT NULL) AND (height_cm <= 400))))
);


ALTER TABLE public.tree OWNER TO postgres;

--
-- Name: TABLE tree; Type: COMMENT; Schema: public; Owner: postgres
--

COMMENT ON TABLE public.tree IS 'A tree that is sold or grafted.';


--
-- Name: tall_trees; Type: VIEW; Schema: public; Owner: postgres
--

CREATE VIEW public.tall_trees AS
 SELECT tree.id,
    tree.cultivar,
    tree.height_cm,
    public.half(tree.height_cm) AS half_height
   FROM public.tree
  WHERE (tree.height_cm > 300);


ALTER TABLE public.tall_trees OWNER TO postgres;

--
-- Name: tree_diseases; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.tree_diseases (
    id bigint NOT NULL,
    tree_id integer NOT NULL,
    diseases text NOT NULL
);


ALTER TABLE public.tree_diseases OWNER TO postgres;

--
-- Name: tree_diseases_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

ALTER TABLE public.tree_diseases ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tree_diseases_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tree_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

ALTER TABLE public.tree ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tree_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tree_nicknames; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.tree_nicknames (
    id bigint NOT NULL,
    tree_id integer NOT NULL,
    nicknames text NOT NULL
);


ALTER TABLE public.tree_nicknames OWNER TO postgres;

--
-- Name: tree_nicknames_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

ALTER TABLE public.tree_nicknames ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tree_nicknames_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: visit; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.visit (
    day date NOT NULL,
    person text NOT NULL,
    minutes integer
)
PARTITION BY RANGE (day);


ALTER TABLE public.visit OWNER TO postgres;

--
-- Name: visit_2025; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.visit_2025 (
    day date NOT NULL,
    person text NOT NULL,
    minutes integer
);


ALTER TABLE public.visit_2025 OWNER TO postgres;

--
-- Name: visit_rest; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.visit_rest (
    day date NOT NULL,
    person text NOT NULL,
    minutes integer
);


ALTER TABLE public.visit_rest OWNER TO postgres;

--
-- Name: sales_by_cultivar; Type: MATERIALIZED VIEW; Schema: report; Owner: postgres
--

CREATE MATERIALIZED VIEW report.sales_by_cultivar AS
 SELECT t.cultivar,
    count(*) AS sales,
    max(s.sold_at) AS last_sale,
    sum(s.price) AS income
   FROM (public.sale s
     JOIN public.tree t ON ((t.id = s.tree)))
  GROUP BY t.cultivar
  WITH NO DATA;


ALTER TABLE report.sales_by_cultivar OWNER TO postgres;

--
-- Name: best_cultivar; Type: MATERIALIZED VIEW; Schema: report; Owner: postgres
--

CREATE MATERIALIZED VIEW report.best_cultivar AS
 SELECT b.cultivar,
    b.income
   FROM report.sales_by_cultivar b
  ORDER BY b.income DESC NULLS LAST
 LIMIT 1
  WITH NO DATA;


ALTER TABLE report.best_cultivar OWNER TO postgres;

--
-- Name: adopted; Type: TABLE; Schema: schemac; Owner: postgres
--

CREATE TABLE schemac.adopted (
    project text NOT NULL,
    tool text NOT NULL,
    relation text NOT NULL,
    revision text,
    adopted_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);


ALTER TABLE schemac.adopted OWNER TO postgres;

--
-- Name: layout; Type: TABLE; Schema: schemac; Owner: postgres
--

CREATE TABLE schemac.layout (
    version integer NOT NULL
);


ALTER TABLE schemac.layout OWNER TO postgres;

--
-- Name: migration; Type: TABLE; Schema: schemac; Owner: postgres
--

CREATE TABLE schemac.migration (
    number bigint NOT NULL,
    project text NOT NULL,
    revision text NOT NULL,
    parents text[] NOT NULL,
    message text NOT NULL,
    checksum text NOT NULL,
    up text NOT NULL,
    down text NOT NULL,
    has_down boolean NOT NULL,
    creates text[] NOT NULL,
    drops text[] NOT NULL,
    how text NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    applied_by text DEFAULT SESSION_USER NOT NULL,
    duration interval NOT NULL,
    CONSTRAINT migration_how_check CHECK ((how = ANY (ARRAY['applied'::text, 'stamped'::text, 'adopted'::text, 'squashed'::text])))
);


ALTER TABLE schemac.migration OWNER TO postgres;

--
-- Name: migration_number_seq; Type: SEQUENCE; Schema: schemac; Owner: postgres
--

ALTER TABLE schemac.migration ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME schemac.migration_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: object; Type: TABLE; Schema: schemac; Owner: postgres
--

CREATE TABLE schemac.object (
    project text NOT NULL,
    id text NOT NULL,
    revision text NOT NULL
);


ALTER TABLE schemac.object OWNER TO postgres;

--
-- Name: populated_view; Type: TABLE; Schema: schemac; Owner: postgres
--

CREATE TABLE schemac.populated_view (
    project text NOT NULL,
    namespace text NOT NULL,
    name text NOT NULL
);


ALTER TABLE schemac.populated_view OWNER TO postgres;

--
-- Name: refresh; Type: TABLE; Schema: schemac; Owner: postgres
--

CREATE TABLE schemac.refresh (
    id bigint NOT NULL,
    project text NOT NULL,
    view text NOT NULL,
    started timestamp with time zone NOT NULL,
    finished timestamp with time zone,
    rows bigint,
    how text NOT NULL,
    snapshot jsonb,
    outcome text NOT NULL,
    error text
);


ALTER TABLE schemac.refresh OWNER TO postgres;

--
-- Name: refresh_id_seq; Type: SEQUENCE; Schema: schemac; Owner: postgres
--

ALTER TABLE schemac.refresh ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME schemac.refresh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: step; Type: TABLE; Schema: schemac; Owner: postgres
--

CREATE TABLE schemac.step (
    project text NOT NULL,
    revision text NOT NULL,
    direction text NOT NULL,
    number integer NOT NULL,
    title text NOT NULL,
    checksum text NOT NULL,
    state text NOT NULL,
    batches bigint DEFAULT 0 NOT NULL,
    batch_key text,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT step_direction_check CHECK ((direction = ANY (ARRAY['up'::text, 'down'::text]))),
    CONSTRAINT step_state_check CHECK ((state = ANY (ARRAY['started'::text, 'done'::text, 'in doubt'::text])))
);


ALTER TABLE schemac.step OWNER TO postgres;

--
-- Name: tracked_view; Type: TABLE; Schema: schemac; Owner: postgres
--

CREATE TABLE schemac.tracked_view (
    project text NOT NULL,
    view text NOT NULL
);


ALTER TABLE schemac.tracked_view OWNER TO postgres;

--
-- Name: writes_16849_740; Type: SEQUENCE; Schema: schemac; Owner: postgres
--

CREATE SEQUENCE schemac.writes_16849_740
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE schemac.writes_16849_740 OWNER TO postgres;

--
-- Name: writes_16856_741; Type: SEQUENCE; Schema: schemac; Owner: postgres
--

CREATE SEQUENCE schemac.writes_16856_741
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE schemac.writes_16856_741 OWNER TO postgres;

--
-- Name: visit_2025; Type: TABLE ATTACH; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.visit ATTACH PARTITION public.visit_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');


--
-- Name: visit_rest; Type: TABLE ATTACH; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.visit ATTACH PARTITION public.visit_rest DEFAULT;


--
-- Name: height_log number; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.height_log ALTER COLUMN number SET DEFAULT nextval('public.height_log_number_seq'::regclass);


--
-- Data for Name: cultivar; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.cultivar VALUES ('boskoop', NULL, NULL);
INSERT INTO public.cultivar VALUES ('gravensteiner', NULL, NULL);
INSERT INTO public.cultivar VALUES ('topaz', NULL, NULL);
INSERT INTO public.cultivar VALUES ('elstar', NULL, NULL);
INSERT INTO public.cultivar VALUES ('rubinette', NULL, NULL);


--
-- Data for Name: disease; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.disease VALUES ('scab', NULL, 'on leaves and fruit');
INSERT INTO public.disease VALUES ('canker', NULL, NULL);
INSERT INTO public.disease VALUES ('mildew', NULL, NULL);


--
-- Data for Name: germination; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.germination VALUES ('g1', 87.5, '(1,2,3)', '{moist,warm}');


--
-- Data for Name: height_log; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.height_log VALUES (1, 1, 355, '2026-11-29 14:47:29.896037+00');


--
-- Data for Name: sale; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.sale VALUES (1, 's1', 119, DEFAULT, '2025-03-01 12:00:00+00');
INSERT INTO public.sale VALUES (3, 's2', 23.80, DEFAULT, '2025-04-01 12:00:00+00');
INSERT INTO public.sale VALUES (3, 's3', 11.90, DEFAULT, '2025-04-02 12:00:00+00');


--
-- Data for Name: tree; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.tree VALUES (2, 'topaz', 'seedling', '2020-01-31', 'no label', 420, NULL, NULL, NULL);
INSERT INTO public.tree VALUES (3, 'elstar', 'vigorous', '2020-01-31', 'old', 510, 60, NULL, NULL);
INSERT INTO public.tree VALUES (1, 'boskoop', 'dwarf', '2020-01-31', 'by the gate', 355, 31.5, 'https://example.org/boskoop', NULL);


--
-- Data for Name: tree_diseases; Type: TABLE DATA; Schema: public; Owner: postgres
--



--
-- Data for Name: tree_nicknames; Type: TABLE DATA; Schema: public; Owner: postgres
--



--
-- Data for Name: visit_2025; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.visit_2025 VALUES ('2025-06-01', 'ann', 30);


--
-- Data for Name: visit_rest; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.visit_rest VALUES ('2026-06-01', 'bob', NULL);


--
-- Data for Name: adopted; Type: TABLE DATA; Schema: schemac; Owner: postgres
--



--
-- Data for Name: layout; Type: TABLE DATA; Schema: schemac; Owner: postgres
--

INSERT INTO schemac.layout VALUES (1);


--
-- Data for Name: migration; Type: TABLE DATA; Schema: schemac; Owner: postgres
--

INSERT INTO schemac.migration OVERRIDING SYSTEM VALUE VALUES (1, 'nursery', '82c70755b594', '{}', 'first tables', 'sha256:615e69e64e51ab317a000e53dca83b9d0651d2125d2a47a6807cc61f759747f1', '-- step: create namespace report
SET search_path = public, report;
SET check_function_bodies = off;
CREATE SCHEMA report;
-- step: create enum public.rootstock
CREATE TYPE public.rootstock AS ENUM (''seedling'', ''dwarf'', ''vigorous'');
-- step: create domain public.percent
CREATE DOMAIN public.percent AS numeric
  CONSTRAINT percent_check CHECK (((VALUE >= (0)::numeric) AND (VALUE <= (100)::numeric)));
-- step: create composite_type public.box3
CREATE TYPE public.box3 AS (
  a integer,
  b integer,
  c integer
);
-- step: create sequence public.height_log_number_seq
CREATE SEQUENCE public.height_log_number_seq;
-- step: create function public.half(integer)
CREATE FUNCTION public.half(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n / 2$function$;
COMMENT ON FUNCTION public.half(integer) IS ''Rounds towards zero.'';
-- step: create function public.note_height()
CREATE FUNCTION public.note_height()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO height_log (tree, height_cm) VALUES (NEW.id, NEW.height_cm);
  RETURN NEW;
END $function$;
-- step: create table public.cultivar
CREATE TABLE public.cultivar (
  text text NOT NULL,
  meaning text,
  description text
);
-- step: create table public.disease
CREATE TABLE public.disease (
  text text NOT NULL,
  meaning text,
  description text
);
-- step: create table public.germination
CREATE TABLE public.germination (
  batch text NOT NULL,
  rate public.percent NOT NULL,
  size public.box3,
  tags text[] DEFAULT ''{}''::text[] NOT NULL
);
-- step: create table public.height_log
CREATE TABLE public.height_log (
  number bigint DEFAULT nextval(''public.height_log_number_seq''::regclass) NOT NULL,
  tree integer NOT NULL,
  height_cm integer,
  noted_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.height_log ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON TABLE public.height_log TO nursery_reader;
-- step: create table public.sale
CREATE TABLE public.sale (
  tree integer NOT NULL,
  id text NOT NULL,
  price numeric NOT NULL,
  net numeric GENERATED ALWAYS AS (round((price / 1.19), 2)) STORED,
  sold_at timestamp with time zone NOT NULL
);
GRANT SELECT ON TABLE public.sale TO nursery_reader;
-- step: create table public.tree
CREATE TABLE public.tree (
  id integer GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  cultivar text NOT NULL,
  rootstock public.rootstock DEFAULT ''seedling''::public.rootstock,
  planted date DEFAULT ''2020-01-31''::date,
  label text DEFAULT ''no label''::text,
  height_cm integer,
  girth_cm numeric,
  homepage text
);
COMMENT ON TABLE public.tree IS ''A tree that is sold or grafted.'';
-- step: create table public.tree_diseases
CREATE TABLE public.tree_diseases (
  id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  tree_id integer NOT NULL,
  diseases text NOT NULL
);
-- step: create table public.tree_nicknames
CREATE TABLE public.tree_nicknames (
  id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  tree_id integer NOT NULL,
  nicknames text NOT NULL
);
-- step: create table public.visit
CREATE TABLE public.visit (
  day date NOT NULL,
  person text NOT NULL,
  minutes integer
) PARTITION BY RANGE (day);
-- step: create table public.visit_2025
CREATE TABLE public.visit_2025 PARTITION OF public.visit (
  day WITH OPTIONS NOT NULL,
  person WITH OPTIONS NOT NULL
) FOR VALUES FROM (''2025-01-01'') TO (''2026-01-01'');
-- step: create table public.visit_rest
CREATE TABLE public.visit_rest PARTITION OF public.visit (
  day WITH OPTIONS NOT NULL,
  person WITH OPTIONS NOT NULL
) DEFAULT;
-- step: create constraint public.cultivar.cultivar_pkey
ALTER TABLE public.cultivar ADD CONSTRAINT cultivar_pkey PRIMARY KEY (text);
-- step: create constraint public.disease.disease_pkey
ALTER TABLE public.disease ADD CONSTRAINT disease_pkey PRIMARY KEY (text);
-- step: create constraint public.germination.germination_pkey
ALTER TABLE public.germination ADD CONSTRAINT germination_pkey PRIMARY KEY (batch);
-- step: create constraint public.height_log.height_log_pkey
ALTER TABLE public.height_log ADD CONSTRAINT height_log_pkey PRIMARY KEY (number);
-- step: create constraint public.sale.sale_pkey
ALTER TABLE public.sale ADD CONSTRAINT sale_pkey PRIMARY KEY (id);
-- step: create constraint public.sale.sale_price_minimum
ALTER TABLE public.sale ADD CONSTRAINT sale_price_minimum CHECK ((price >= (0)::numeric));
-- step: create constraint public.tree.tree_height_cm_maximum
ALTER TABLE public.tree ADD CONSTRAINT tree_height_cm_maximum CHECK ((height_cm <= 2000));
-- step: create constraint public.tree.tree_height_cm_minimum
ALTER TABLE public.tree ADD CONSTRAINT tree_height_cm_minimum CHECK ((height_cm >= 0));
-- step: create constraint public.tree.tree_homepage_lexical
ALTER TABLE public.tree ADD CONSTRAINT tree_homepage_lexical CHECK ((homepage ~ ''^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]*$''::text));
-- step: create constraint public.tree.tree_label_pattern
ALTER TABLE public.tree ADD CONSTRAINT tree_label_pattern CHECK ((label ~ ''^[a-z ]+$''::text));
-- step: create constraint public.tree.tree_pkey
ALTER TABLE public.tree ADD CONSTRAINT tree_pkey PRIMARY KEY (id);
-- step: create constraint public.tree.tree_rootstock_height_cm_rule
ALTER TABLE public.tree ADD CONSTRAINT tree_rootstock_height_cm_rule CHECK (((NOT ((rootstock IS NOT NULL) AND ((rootstock)::text = ''dwarf''::text))) OR ((height_cm IS NOT NULL) AND (height_cm <= 400))));
-- step: create constraint public.tree_diseases.tree_diseases_pkey
ALTER TABLE public.tree_diseases ADD CONSTRAINT tree_diseases_pkey PRIMARY KEY (tree_id, id);
-- step: create constraint public.tree_nicknames.tree_nicknames_pkey
ALTER TABLE public.tree_nicknames ADD CONSTRAINT tree_nicknames_pkey PRIMARY KEY (tree_id, id);
-- step: create constraint public.visit.visit_pkey
ALTER TABLE ONLY public.visit ADD CONSTRAINT visit_pkey PRIMARY KEY (day, person);
-- step: create constraint public.visit_2025.visit_2025_pkey
ALTER TABLE public.visit_2025 ADD CONSTRAINT visit_2025_pkey PRIMARY KEY (day, person);
ALTER INDEX public.visit_pkey ATTACH PARTITION public.visit_2025_pkey;
-- step: create constraint public.visit_rest.visit_rest_pkey
ALTER TABLE public.visit_rest ADD CONSTRAINT visit_rest_pkey PRIMARY KEY (day, person);
ALTER INDEX public.visit_pkey ATTACH PARTITION public.visit_rest_pkey;
-- step: create index public.sale.sale_tree_idx
CREATE INDEX sale_tree_idx ON public.sale USING btree (tree);
-- step: create index public.tree.tree_cultivar_idx
CREATE INDEX tree_cultivar_idx ON public.tree USING btree (cultivar);
-- step: create index public.tree_diseases.tree_diseases_diseases_idx
CREATE INDEX tree_diseases_diseases_idx ON public.tree_diseases USING btree (diseases);
-- step: create index public.visit.visit_by_person
CREATE INDEX visit_by_person ON ONLY public.visit USING btree (person);
-- step: create index public.visit_2025.visit_2025_person_idx
CREATE INDEX visit_2025_person_idx ON public.visit_2025 USING btree (person);
-- step: create index public.visit_rest.visit_rest_person_idx
CREATE INDEX visit_rest_person_idx ON public.visit_rest USING btree (person);
-- step: create statistics public.germination_batch_rate
CREATE STATISTICS public.germination_batch_rate ON batch, rate FROM public.germination;
-- step: create statements public.cultivar.rows  [rows: public.cultivar]
WITH wanted (text, meaning, description) AS (VALUES
  (''boskoop'', NULL, NULL),
  (''gravensteiner'', NULL, NULL)
), removed AS (
  DELETE FROM public.cultivar WHERE text NOT IN (SELECT text FROM wanted)
)
INSERT INTO public.cultivar (text, meaning, description)
SELECT text, meaning, description FROM wanted
ON CONFLICT (text) DO UPDATE SET meaning = excluded.meaning, description = excluded.description;
-- step: create statements public.disease.rows  [rows: public.disease]
WITH wanted (text, meaning, description) AS (VALUES
  (''scab'', NULL, ''on leaves and fruit''),
  (''canker'', NULL, NULL),
  (''mildew'', NULL, NULL)
), removed AS (
  DELETE FROM public.disease WHERE text NOT IN (SELECT text FROM wanted)
)
INSERT INTO public.disease (text, meaning, description)
SELECT text, meaning, description FROM wanted
ON CONFLICT (text) DO UPDATE SET meaning = excluded.meaning, description = excluded.description;
-- step: owner column of sequence public.height_log_number_seq
ALTER SEQUENCE public.height_log_number_seq OWNED BY public.height_log.number;
-- step: create constraint public.sale.sale_tree_fkey
ALTER TABLE public.sale ADD CONSTRAINT sale_tree_fkey FOREIGN KEY (tree) REFERENCES public.tree(id);
-- step: create constraint public.tree.tree_cultivar_fkey
ALTER TABLE public.tree ADD CONSTRAINT tree_cultivar_fkey FOREIGN KEY (cultivar) REFERENCES public.cultivar(text);
-- step: create constraint public.tree_diseases.tree_diseases_diseases_fkey
ALTER TABLE public.tree_diseases ADD CONSTRAINT tree_diseases_diseases_fkey FOREIGN KEY (diseases) REFERENCES public.disease(text);
-- step: create constraint public.tree_diseases.tree_diseases_tree_id_fkey
ALTER TABLE public.tree_diseases ADD CONSTRAINT tree_diseases_tree_id_fkey FOREIGN KEY (tree_id) REFERENCES public.tree(id) ON DELETE CASCADE;
-- step: create constraint public.tree_nicknames.tree_nicknames_tree_id_fkey
ALTER TABLE public.tree_nicknames ADD CONSTRAINT tree_nicknames_tree_id_fkey FOREIGN KEY (tree_id) REFERENCES public.tree(id) ON DELETE CASCADE;
-- step: create view public.tall_trees
CREATE VIEW public.tall_trees AS
 SELECT tree.id,
    tree.cultivar,
    tree.height_cm,
    public.half(tree.height_cm) AS half_height
   FROM public.tree
  WHERE (tree.height_cm > 300);
-- step: create materialized_view report.sales_by_cultivar
CREATE MATERIALIZED VIEW report.sales_by_cultivar AS
 SELECT t.cultivar,
    count(*) AS sales,
    sum(s.price) AS income
   FROM (public.sale s
     JOIN public.tree t ON ((t.id = s.tree)))
  GROUP BY t.cultivar;
GRANT SELECT ON TABLE report.sales_by_cultivar TO nursery_reader;
-- step: create index report.sales_by_cultivar.by_cultivar
CREATE UNIQUE INDEX by_cultivar ON report.sales_by_cultivar USING btree (cultivar);
-- step: create materialized_view report.best_cultivar
CREATE MATERIALIZED VIEW report.best_cultivar AS
 SELECT b.cultivar,
    b.income
   FROM report.sales_by_cultivar b
  ORDER BY b.income DESC NULLS LAST
 LIMIT 1;
-- step: create trigger public.tree.note_height
CREATE TRIGGER note_height AFTER UPDATE OF height_cm ON public.tree FOR EACH ROW EXECUTE FUNCTION public.note_height();
-- step: create policy public.height_log.recent
CREATE POLICY recent ON public.height_log FOR SELECT USING ((noted_at > ''2000-01-01 00:00:00+00''::timestamp with time zone));
-- step: attach index public.visit_2025.visit_2025_person_idx
ALTER INDEX public.visit_by_person ATTACH PARTITION public.visit_2025_person_idx;
-- step: attach index public.visit_rest.visit_rest_person_idx
ALTER INDEX public.visit_by_person ATTACH PARTITION public.visit_rest_person_idx;
', '-- step: drop materialized_view report.best_cultivar  [lock: ACCESS EXCLUSIVE, brief]
SET search_path = public, report;
SET check_function_bodies = off;
DROP MATERIALIZED VIEW report.best_cultivar;
-- step: drop materialized_view report.sales_by_cultivar  [lock: ACCESS EXCLUSIVE, brief]
DROP MATERIALIZED VIEW report.sales_by_cultivar;
-- step: drop view public.tall_trees  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.tall_trees;
-- step: drop statistics public.germination_batch_rate  [lock: SHARE UPDATE EXCLUSIVE, brief]
DROP STATISTICS public.germination_batch_rate;
-- step: drop table public.germination  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.germination;
-- step: drop table public.height_log  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.height_log;
-- step: drop table public.sale  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.sale;
-- step: drop table public.tree_diseases  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.tree_diseases;
-- step: drop table public.disease  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.disease;
-- step: drop table public.tree_nicknames  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.tree_nicknames;
-- step: drop table public.tree  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.tree;
-- step: drop table public.cultivar  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.cultivar;
-- step: drop table public.visit_2025  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.visit_2025;
-- step: drop table public.visit_rest  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.visit_rest;
-- step: drop table public.visit  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.visit;
-- step: drop function public.half(integer)
DROP FUNCTION public.half(integer);
-- step: drop function public.note_height()
DROP FUNCTION public.note_height();
-- step: drop composite_type public.box3
DROP TYPE public.box3;
-- step: drop domain public.percent
DROP DOMAIN public.percent;
-- step: drop enum public.rootstock
DROP TYPE public.rootstock;
-- step: drop namespace report
DROP SCHEMA report;
', true, '{"namespace report","enum public.rootstock","domain public.percent","composite_type public.box3","sequence public.height_log_number_seq","function public.half(integer)","function public.note_height()","table public.cultivar","table public.disease","table public.germination","table public.height_log","table public.sale","table public.tree","table public.tree_diseases","table public.tree_nicknames","table public.visit","table public.visit_2025","table public.visit_rest","constraint public.cultivar.cultivar_pkey","constraint public.disease.disease_pkey","constraint public.germination.germination_pkey","constraint public.height_log.height_log_pkey","constraint public.sale.sale_pkey","constraint public.sale.sale_price_minimum","constraint public.sale.sale_tree_fkey","constraint public.tree.tree_cultivar_fkey","constraint public.tree.tree_height_cm_maximum","constraint public.tree.tree_height_cm_minimum","constraint public.tree.tree_homepage_lexical","constraint public.tree.tree_label_pattern","constraint public.tree.tree_pkey","constraint public.tree.tree_rootstock_height_cm_rule","constraint public.tree_diseases.tree_diseases_diseases_fkey","constraint public.tree_diseases.tree_diseases_pkey","constraint public.tree_diseases.tree_diseases_tree_id_fkey","constraint public.tree_nicknames.tree_nicknames_pkey","constraint public.tree_nicknames.tree_nicknames_tree_id_fkey","constraint public.visit.visit_pkey","constraint public.visit_2025.visit_2025_pkey","constraint public.visit_rest.visit_rest_pkey","index public.sale.sale_tree_idx","index public.tree.tree_cultivar_idx","index public.tree_diseases.tree_diseases_diseases_idx","index public.visit.visit_by_person","index public.visit_2025.visit_2025_person_idx","index public.visit_rest.visit_rest_person_idx","index report.sales_by_cultivar.by_cultivar","statistics public.germination_batch_rate","view public.tall_trees","materialized_view report.best_cultivar","materialized_view report.sales_by_cultivar","trigger public.tree.note_height","policy public.height_log.recent","statements public.cultivar.rows","statements public.disease.rows"}', '{}', 'applied', '2026-11-29 14:47:28.077525+00', 'postgres', '00:00:00.566');
INSERT INTO schemac.migration OVERRIDING SYSTEM VALUE VALUES (2, 'nursery', '222329069d9a', '{82c70755b594}', 'last sale, supplier', 'sha256:c9e66eb2f42f4bb00c41851a1b6c2f933a76731effc81ca8d2e241d514362910', '-- step: add values to enum public.rootstock  [commit]
SET search_path = public, report;
ALTER TYPE public.rootstock ADD VALUE ''half'';
-- step: drop materialized_view report.best_cultivar  [lock: ACCESS EXCLUSIVE, brief]
SET search_path = public, report;
DROP MATERIALIZED VIEW report.best_cultivar;
-- step: drop materialized_view report.sales_by_cultivar  [lock: ACCESS EXCLUSIVE, brief]
DROP MATERIALIZED VIEW report.sales_by_cultivar;
-- step: add column public.tree.supplier  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.tree ADD COLUMN supplier text;
-- step: create materialized_view report.sales_by_cultivar
CREATE MATERIALIZED VIEW report.sales_by_cultivar AS
 SELECT t.cultivar,
    count(*) AS sales,
    max(s.sold_at) AS last_sale,
    sum(s.price) AS income
   FROM (public.sale s
     JOIN public.tree t ON ((t.id = s.tree)))
  GROUP BY t.cultivar;
GRANT SELECT ON TABLE report.sales_by_cultivar TO nursery_reader;
-- step: create index report.sales_by_cultivar.by_cultivar
CREATE UNIQUE INDEX by_cultivar ON report.sales_by_cultivar USING btree (cultivar);
-- step: create materialized_view report.best_cultivar
CREATE MATERIALIZED VIEW report.best_cultivar AS
 SELECT b.cultivar,
    b.income
   FROM report.sales_by_cultivar b
  ORDER BY b.income DESC NULLS LAST
 LIMIT 1;
', '-- step: drop materialized_view report.best_cultivar  [lock: ACCESS EXCLUSIVE, brief]
SET search_path = public, report;
DROP MATERIALIZED VIEW report.best_cultivar;
-- step: drop materialized_view report.sales_by_cultivar  [lock: ACCESS EXCLUSIVE, brief]
DROP MATERIALIZED VIEW report.sales_by_cultivar;
-- step: drop default of public.tree.rootstock  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.tree ALTER COLUMN rootstock DROP DEFAULT;
-- step: set enum public.rootstock aside
ALTER TYPE public.rootstock RENAME TO rootstock__old;
-- step: create enum public.rootstock
CREATE TYPE public.rootstock AS ENUM (''seedling'', ''dwarf'', ''vigorous'');
-- step: type of public.tree.rootstock, default of public.tree.rootstock  [lock: ACCESS EXCLUSIVE]
ALTER TABLE public.tree
  ALTER COLUMN rootstock TYPE public.rootstock USING rootstock::text::public.rootstock,
  ALTER COLUMN rootstock SET DEFAULT ''seedling''::public.rootstock;
-- step: create materialized_view report.sales_by_cultivar
CREATE MATERIALIZED VIEW report.sales_by_cultivar AS
 SELECT t.cultivar,
    count(*) AS sales,
    sum(s.price) AS income
   FROM (public.sale s
     JOIN public.tree t ON ((t.id = s.tree)))
  GROUP BY t.cultivar;
GRANT SELECT ON TABLE report.sales_by_cultivar TO nursery_reader;
-- step: create index report.sales_by_cultivar.by_cultivar
CREATE UNIQUE INDEX by_cultivar ON report.sales_by_cultivar USING btree (cultivar);
-- step: create materialized_view report.best_cultivar
CREATE MATERIALIZED VIEW report.best_cultivar AS
 SELECT b.cultivar,
    b.income
   FROM report.sales_by_cultivar b
  ORDER BY b.income DESC NULLS LAST
 LIMIT 1;
-- step: drop column public.tree.supplier  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.tree DROP COLUMN supplier;
-- step: drop the former enum public.rootstock
DROP TYPE public.rootstock__old;
', true, '{}', '{}', 'applied', '2026-11-29 14:47:49.641248+00', 'postgres', '00:00:00.216');


--
-- Data for Name: object; Type: TABLE DATA; Schema: schemac; Owner: postgres
--

INSERT INTO schemac.object VALUES ('nursery', 'constraint public.cultivar.cultivar_pkey', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.visit.visit_pkey', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'table public.germination', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.tree_nicknames.tree_nicknames_tree_id_fkey', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'table public.tree_nicknames', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'namespace report', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'sequence public.height_log_number_seq', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'table public.sale', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'table public.cultivar', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'table public.disease', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'table public.visit_2025', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'statements public.cultivar.rows', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.tree.tree_height_cm_maximum', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'function public.half(integer)', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'index public.tree.tree_cultivar_idx', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'function public.note_height()', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'composite_type public.box3', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'statistics public.germination_batch_rate', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'materialized_view report.sales_by_cultivar', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'index public.visit_rest.visit_rest_person_idx', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.sale.sale_tree_fkey', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'table public.height_log', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.tree.tree_homepage_lexical', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'index report.sales_by_cultivar.by_cultivar', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.visit_2025.visit_2025_pkey', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.tree.tree_cultivar_fkey', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.germination.germination_pkey', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.tree_diseases.tree_diseases_tree_id_fkey', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.tree.tree_height_cm_minimum', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'table public.tree', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'index public.visit.visit_by_person', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'materialized_view report.best_cultivar', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.height_log.height_log_pkey', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'view public.tall_trees', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.tree_diseases.tree_diseases_pkey', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'table public.visit', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.tree_diseases.tree_diseases_diseases_fkey', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'enum public.rootstock', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'index public.sale.sale_tree_idx', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.tree.tree_pkey', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.tree.tree_rootstock_height_cm_rule', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.sale.sale_price_minimum', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'index public.visit_2025.visit_2025_person_idx', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'index public.tree_diseases.tree_diseases_diseases_idx', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.disease.disease_pkey', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.tree_nicknames.tree_nicknames_pkey', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.sale.sale_pkey', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'table public.tree_diseases', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'statements public.disease.rows', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.visit_rest.visit_rest_pkey', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'table public.visit_rest', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'domain public.percent', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'constraint public.tree.tree_label_pattern', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'trigger public.tree.note_height', '82c70755b594');
INSERT INTO schemac.object VALUES ('nursery', 'policy public.height_log.recent', '82c70755b594');


--
-- Data for Name: populated_view; Type: TABLE DATA; Schema: schemac; Owner: postgres
--



--
-- Data for Name: refresh; Type: TABLE DATA; Schema: schemac; Owner: postgres
--

INSERT INTO schemac.refresh OVERRIDING SYSTEM VALUE VALUES (1, 'nursery', 'report.sales_by_cultivar', '2026-11-29 14:47:28.424528+00', '2026-11-29 14:47:28.632557+00', 0, 'concurrently', '{"made": "16953:743", "view": 16953, "reads": {"16849": {"name": "public.sale", "shape": "16849:737:8eeaa014a676e0c974f84857cf5148f2", "writes": "0", "writers": [], "triggers": "16849.737.8eeaa014a676e0c974f84857cf5148f2 16978.740.16977.16977.740"}, "16856": {"name": "public.tree", "shape": "16856:737:51d4ca201443c9b8969b4d95a44cd344", "writes": "0", "writers": [], "triggers": "16856.737.51d4ca201443c9b8969b4d95a44cd344 16980.741.16979.16979.741"}}, "types": "1ec0e34375df345fc03a8da8bad798be", "system": "7713605048736227236/16384/3598c32a8c62d4fc20a9acb5f46938d9", "content": "16953:743", "version": 1, "settings": "c560611d82217013d3314fbb7f3bc1ca", "started_anew": "2026-11-29 14:47:08.461011+00 2026-11-29 14:47:08.461011+00"}', 'done', NULL);
INSERT INTO schemac.refresh OVERRIDING SYSTEM VALUE VALUES (2, 'nursery', 'report.sales_by_cultivar', '2026-11-29 14:47:31.173062+00', '2026-11-29 14:47:31.276376+00', 2, 'concurrently', '{"made": "16953:752", "view": 16953, "reads": {"16849": {"name": "public.sale", "shape": "16849:737:8eeaa014a676e0c974f84857cf5148f2", "writes": "1", "writers": [], "triggers": "16849.737.8eeaa014a676e0c974f84857cf5148f2 16978.740.16977.16977.740"}, "16856": {"name": "public.tree", "shape": "16856:737:51d4ca201443c9b8969b4d95a44cd344", "writes": "2", "writers": [], "triggers": "16856.737.51d4ca201443c9b8969b4d95a44cd344 16980.741.16979.16979.741"}}, "types": "1ec0e34375df345fc03a8da8bad798be", "system": "7713605048736227236/16384/3598c32a8c62d4fc20a9acb5f46938d9", "content": "16953:752", "version": 1, "settings": "c560611d82217013d3314fbb7f3bc1ca", "started_anew": "2026-11-29 14:47:08.461011+00 2026-11-29 14:47:08.461011+00"}', 'done', NULL);
INSERT INTO schemac.refresh OVERRIDING SYSTEM VALUE VALUES (3, 'nursery', 'report.best_cultivar', '2026-11-29 14:47:31.280128+00', '2026-11-29 14:47:31.330371+00', 1, 'plain', '{"made": "17003:755", "view": 16960, "reads": {"16953": {"name": "report.sales_by_cultivar", "shape": "contents 16953:752"}}, "types": "1ec0e34375df345fc03a8da8bad798be", "system": "7713605048736227236/16384/3598c32a8c62d4fc20a9acb5f46938d9", "content": "17003:755", "version": 1, "settings": "c560611d82217013d3314fbb7f3bc1ca"}', 'done', NULL);
INSERT INTO schemac.refresh OVERRIDING SYSTEM VALUE VALUES (4, 'nursery', 'report.sales_by_cultivar', '2026-11-29 14:47:50.340706+00', '2026-11-29 14:47:50.652533+00', 2, 'concurrently', '{"made": "17331:774", "view": 17331, "reads": {"16849": {"name": "public.sale", "shape": "16849:737:8eeaa014a676e0c974f84857cf5148f2", "writes": "1", "writers": [], "triggers": "16849.737.8eeaa014a676e0c974f84857cf5148f2 16978.740.16977.16977.740"}, "16856": {"name": "public.tree", "shape": "16856:772:c5a4e3a07169d2ca6c5f1a13436a1e6c", "writes": "2", "writers": [], "triggers": "16856.772.c5a4e3a07169d2ca6c5f1a13436a1e6c 16980.741.16979.16979.741"}}, "types": "f898f5c29986d124fae244155f71972d", "system": "7713605048736227236/16384/3598c32a8c62d4fc20a9acb5f46938d9", "content": "17331:774", "version": 1, "settings": "c560611d82217013d3314fbb7f3bc1ca", "started_anew": "2026-11-29 14:47:08.461011+00 2026-11-29 14:47:08.461011+00"}', 'done', NULL);


--
-- Data for Name: step; Type: TABLE DATA; Schema: schemac; Owner: postgres
--



--
-- Data for Name: tracked_view; Type: TABLE DATA; Schema: schemac; Owner: postgres
--

INSERT INTO schemac.tracked_view VALUES ('nursery', 'report.sales_by_cultivar');


--
-- Name: height_log_number_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.height_log_number_seq', 1, true);


--
-- Name: tree_diseases_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.tree_diseases_id_seq', 1, false);


--
-- Name: tree_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.tree_id_seq', 3, true);


--
-- Name: tree_nicknames_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.tree_nicknames_id_seq', 1, false);


--
-- Name: migration_number_seq; Type: SEQUENCE SET; Schema: schemac; Owner: postgres
--

SELECT pg_catalog.setval('schemac.migration_number_seq', 2, true);


--
-- Name: refresh_id_seq; Type: SEQUENCE SET; Schema: schemac; Owner: postgres
--

SELECT pg_catalog.setval('schemac.refresh_id_seq', 4, true);


--
-- Name: writes_16849_740; Type: SEQUENCE SET; Schema: schemac; Owner: postgres
--

SELECT pg_catalog.setval('schemac.writes_16849_740', 1, true);


--
-- Name: writes_16856_741; Type: SEQUENCE SET; Schema: schemac; Owner: postgres
--

SELECT pg_catalog.setval('schemac.writes_16856_741', 2, true);


--
-- Name: cultivar cultivar_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.cultivar
    ADD CONSTRAINT cultivar_pkey PRIMARY KEY (text);


--
-- Name: disease disease_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.disease
    ADD CONSTRAINT disease_pkey PRIMARY KEY (text);


--
-- Name: germination germination_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.germination
    ADD CONSTRAINT germination_pkey PRIMARY KEY (batch);


--
-- Name: height_log height_log_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.height_log
    ADD CONSTRAINT height_log_pkey PRIMARY KEY (number);


--
-- Name: sale sale_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.sale
    ADD CONSTRAINT sale_pkey PRIMARY KEY (id);


--
-- Name: tree_diseases tree_diseases_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.tree_diseases
    ADD CONSTRAINT tree_diseases_pkey PRIMARY KEY (tree_id, id);


--
-- Name: tree_nicknames tree_nicknames_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.tree_nicknames
    ADD CONSTRAINT tree_nicknames_pkey PRIMARY KEY (tree_id, id);


--
-- Name: tree tree_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.tree
    ADD CONSTRAINT tree_pkey PRIMARY KEY (id);


--
-- Name: visit visit_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.visit
    ADD CONSTRAINT visit_pkey PRIMARY KEY (day, person);


--
-- Name: visit_2025 visit_2025_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.visit_2025
    ADD CONSTRAINT visit_2025_pkey PRIMARY KEY (day, person);


--
-- Name: visit_rest visit_rest_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.visit_rest
    ADD CONSTRAINT visit_rest_pkey PRIMARY KEY (day, person);


--
-- Name: adopted adopted_pkey; Type: CONSTRAINT; Schema: schemac; Owner: postgres
--

ALTER TABLE ONLY schemac.adopted
    ADD CONSTRAINT adopted_pkey PRIMARY KEY (project, relation);


--
-- Name: layout layout_pkey; Type: CONSTRAINT; Schema: schemac; Owner: postgres
--

ALTER TABLE ONLY schemac.layout
    ADD CONSTRAINT layout_pkey PRIMARY KEY (version);


--
-- Name: migration migration_pkey; Type: CONSTRAINT; Schema: schemac; Owner: postgres
--

ALTER TABLE ONLY schemac.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (project, revision);


--
-- Name: object object_pkey; Type: CONSTRAINT; Schema: schemac; Owner: postgres
--

ALTER TABLE ONLY schemac.object
    ADD CONSTRAINT object_pkey PRIMARY KEY (project, id);


--
-- Name: populated_view populated_view_pkey; Type: CONSTRAINT; Schema: schemac; Owner: postgres
--

ALTER TABLE ONLY schemac.populated_view
    ADD CONSTRAINT populated_view_pkey PRIMARY KEY (project, namespace, name);


--
-- Name: refresh refresh_pkey; Type: CONSTRAINT; Schema: schemac; Owner: postgres
--

ALTER TABLE ONLY schemac.refresh
    ADD CONSTRAINT refresh_pkey PRIMARY KEY (id);


--
-- Name: step step_pkey; Type: CONSTRAINT; Schema: schemac; Owner: postgres
--

ALTER TABLE ONLY schemac.step
    ADD CONSTRAINT step_pkey PRIMARY KEY (project, revision, direction, number);


--
-- Name: tracked_view tracked_view_pkey; Type: CONSTRAINT; Schema: schemac; Owner: postgres
--

ALTER TABLE ONLY schemac.tracked_view
    ADD CONSTRAINT tracked_view_pkey PRIMARY KEY (project, view);


--
-- Name: sale_tree_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX sale_tree_idx ON public.sale USING btree (tree);


--
-- Name: tree_cultivar_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX tree_cultivar_idx ON public.tree USING btree (cultivar);


--
-- Name: tree_diseases_diseases_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX tree_diseases_diseases_idx ON public.tree_diseases USING btree (diseases);


--
-- Name: visit_by_person; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX visit_by_person ON ONLY public.visit USING btree (person);


--
-- Name: visit_2025_person_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX visit_2025_person_idx ON public.visit_2025 USING btree (person);


--
-- Name: visit_rest_person_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX visit_rest_person_idx ON public.visit_rest USING btree (person);


--
-- Name: by_cultivar; Type: INDEX; Schema: report; Owner: postgres
--

CREATE UNIQUE INDEX by_cultivar ON report.sales_by_cultivar USING btree (cultivar);


--
-- Name: refresh_view_idx; Type: INDEX; Schema: schemac; Owner: postgres
--

CREATE INDEX refresh_view_idx ON schemac.refresh USING btree (view, id DESC);


--
-- Name: visit_2025_person_idx; Type: INDEX ATTACH; Schema: public; Owner: postgres
--

ALTER INDEX public.visit_by_person ATTACH PARTITION public.visit_2025_person_idx;


--
-- Name: visit_2025_pkey; Type: INDEX ATTACH; Schema: public; Owner: postgres
--

ALTER INDEX public.visit_pkey ATTACH PARTITION public.visit_2025_pkey;


--
-- Name: visit_rest_person_idx; Type: INDEX ATTACH; Schema: public; Owner: postgres
--

ALTER INDEX public.visit_by_person ATTACH PARTITION public.visit_rest_person_idx;


--
-- Name: visit_rest_pkey; Type: INDEX ATTACH; Schema: public; Owner: postgres
--

ALTER INDEX public.visit_pkey ATTACH PARTITION public.visit_rest_pkey;


--
-- Name: germination_batch_rate; Type: STATISTICS; Schema: public; Owner: postgres
--

CREATE STATISTICS public.germination_batch_rate ON batch, rate FROM public.germination;


ALTER STATISTICS public.germination_batch_rate OWNER TO postgres;

--
-- Name: tree note_height; Type: TRIGGER; Schema: public; Owner: postgres
--

CREATE TRIGGER note_height AFTER UPDATE OF height_cm ON public.tree FOR EACH ROW EXECUTE FUNCTION public.note_height();


--
-- Name: sale schemac_note_change; Type: TRIGGER; Schema: public; Owner: postgres
--

CREATE TRIGGER schemac_note_change BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.sale FOR EACH STATEMENT WHEN ((nextval('schemac.writes_16849_740'::regclass) IS NULL)) EXECUTE FUNCTION schemac.count_write();

ALTER TABLE public.sale ENABLE ALWAYS TRIGGER schemac_note_change;


--
-- Name: tree schemac_note_change; Type: TRIGGER; Schema: public; Owner: postgres
--

CREATE TRIGGER schemac_note_change BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.tree FOR EACH STATEMENT WHEN ((nextval('schemac.writes_16856_741'::regclass) IS NULL)) EXECUTE FUNCTION schemac.count_write();

ALTER TABLE public.tree ENABLE ALWAYS TRIGGER schemac_note_change;


--
-- Name: sale sale_tree_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.sale
    ADD CONSTRAINT sale_tree_fkey FOREIGN KEY (tree) REFERENCES public.tree(id);


--
-- Name: tree tree_cultivar_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.tree
    ADD CONSTRAINT tree_cultivar_fkey FOREIGN KEY (cultivar) REFERENCES public.cultivar(text);


--
-- Name: tree_diseases tree_diseases_diseases_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.tree_diseases
    ADD CONSTRAINT tree_diseases_diseases_fkey FOREIGN KEY (diseases) REFERENCES public.disease(text);


--
-- Name: tree_diseases tree_diseases_tree_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.tree_diseases
    ADD CONSTRAINT tree_diseases_tree_id_fkey FOREIGN KEY (tree_id) REFERENCES public.tree(id) ON DELETE CASCADE;


--
-- Name: tree_nicknames tree_nicknames_tree_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.tree_nicknames
    ADD CONSTRAINT tree_nicknames_tree_id_fkey FOREIGN KEY (tree_id) REFERENCES public.tree(id) ON DELETE CASCADE;


--
-- Name: height_log; Type: ROW SECURITY; Schema: public; Owner: postgres
--

ALTER TABLE public.height_log ENABLE ROW LEVEL SECURITY;

--
-- Name: height_log recent; Type: POLICY; Schema: public; Owner: postgres
--

CREATE POLICY recent ON public.height_log FOR SELECT USING ((noted_at > '2000-01-01 00:00:00+00'::timestamp with time zone));


--
-- Name: TABLE height_log; Type: ACL; Schema: public; Owner: postgres
--

GRANT SELECT ON TABLE public.height_log TO nursery_reader;


--
-- Name: TABLE sale; Type: ACL; Schema: public; Owner: postgres
--

GRANT SELECT ON TABLE public.sale TO nursery_reader;


--
-- Name: TABLE sales_by_cultivar; Type: ACL; Schema: report; Owner: postgres
--

GRANT SELECT ON TABLE report.sales_by_cultivar TO nursery_reader;


--
-- Name: SEQUENCE writes_16849_740; Type: ACL; Schema: schemac; Owner: postgres
--

GRANT USAGE ON SEQUENCE schemac.writes_16849_740 TO PUBLIC;


--
-- Name: SEQUENCE writes_16856_741; Type: ACL; Schema: schemac; Owner: postgres
--

GRANT USAGE ON SEQUENCE schemac.writes_16856_741 TO PUBLIC;


--
-- Name: sales_by_cultivar; Type: MATERIALIZED VIEW DATA; Schema: report; Owner: postgres
--

REFRESH MATERIALIZED VIEW report.sales_by_cultivar;


--
-- Name: best_cultivar; Type: MATERIALIZED VIEW DATA; Schema: report; Owner: postgres
--

REFRESH MATERIALIZED VIEW report.best_cultivar;


--
-- PostgreSQL database dump complete
--


