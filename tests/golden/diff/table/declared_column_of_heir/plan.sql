-- drop view public.notes  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.notes;

-- set the rows of public.below aside  [lock: ACCESS SHARE, long]
CREATE UNLOGGED TABLE public.below__rows AS SELECT * FROM public.below;

-- drop table public.below  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.below;

-- set the rows of public.declares aside  [lock: ACCESS SHARE, long]
CREATE UNLOGGED TABLE public.declares__rows AS SELECT * FROM public.declares;

-- drop table public.declares  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.declares;

-- set the rows of public.takes_back aside  [lock: ACCESS SHARE, long]
CREATE UNLOGGED TABLE public.takes_back__rows AS SELECT * FROM ONLY public.takes_back;

-- release sequence public.takes_back_b_seq  [lock: none]
ALTER SEQUENCE public.takes_back_b_seq OWNED BY NONE;

-- drop table public.takes_back  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.takes_back;

-- create table public.declares  [lock: none]
CREATE TABLE public.declares (
  a integer
) INHERITS (public.base);
ALTER TABLE ONLY public.declares ALTER COLUMN made_at SET DEFAULT now();
ALTER TABLE public.declares OWNER TO postgres;

-- put the rows of public.declares back  [lock: none]
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
ALTER TABLE ONLY public.below ALTER COLUMN b SET NOT NULL;
ALTER TABLE public.below OWNER TO postgres;

-- put the rows of public.below back  [lock: none]
INSERT INTO public.below (made_at, note, kept, b, c) SELECT made_at, note, kept, b, c FROM public.below__rows;
DROP TABLE public.below__rows;

-- put the rows of public.takes_back back  [lock: none]
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

