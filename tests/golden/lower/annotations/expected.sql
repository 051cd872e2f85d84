CREATE TABLE public.placed (
  id text NOT NULL
) TABLESPACE pg_default;
CREATE TABLE public.reading (
  taken date NOT NULL,
  number integer NOT NULL
) PARTITION BY RANGE (taken);
CREATE TABLE public.sample (
  id text NOT NULL,
  label text,
  link text,
  code text,
  size integer DEFAULT 40 + 2,
  double integer GENERATED ALWAYS AS (size * 2) STORED,
  long text
);
ALTER TABLE ONLY public.sample ALTER COLUMN long SET STORAGE external;
ALTER TABLE public.sample OWNER TO pg_monitor;
COMMENT ON TABLE public.sample IS 'A sample';
COMMENT ON COLUMN public.sample.label IS 'its label';
ALTER TABLE public.placed ADD CONSTRAINT placed_pkey PRIMARY KEY (id);
ALTER TABLE public.reading ADD CONSTRAINT reading_pkey PRIMARY KEY (taken, number);
ALTER TABLE public.sample ADD CONSTRAINT sample_label_key UNIQUE (label);
ALTER TABLE public.sample ADD CONSTRAINT sample_link_lexical CHECK (link ~ E'^[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>"{}|\\\\^`]*$');
ALTER TABLE public.sample ADD CONSTRAINT sample_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX sample_long_key ON public.sample USING btree (md5((long)::text));
CREATE VIEW public.sizes AS
SELECT s.id, s.size FROM public.sample AS s;
CREATE SEQUENCE public.numbers;
