CREATE TYPE public.kind AS ENUM ('a', 'b', 'c d');
CREATE TABLE public.note (
  shared text DEFAULT 'of notes',
  id text NOT NULL,
  text text DEFAULT 'not known',
  empty text DEFAULT '',
  "inner" text DEFAULT 'a "quoted" word',
  single text DEFAULT 'it''s',
  plain text DEFAULT 'as it is',
  bare text DEFAULT 'string(x)',
  day date DEFAULT '2020-01-31'::date,
  at timestamp with time zone DEFAULT '2020-01-31T10:00:00Z'::timestamp with time zone,
  clock time without time zone DEFAULT '10:30:00'::time without time zone,
  bare_day date DEFAULT '2020-01-31'::date,
  count integer DEFAULT 5,
  count2 integer DEFAULT 6,
  ratio double precision DEFAULT 0.5,
  share numeric DEFAULT 12.50,
  open boolean DEFAULT true,
  shut boolean DEFAULT false,
  kind public.kind DEFAULT 'b'::public.kind,
  kind2 public.kind DEFAULT 'c d'::public.kind,
  kind3 public.kind DEFAULT 'a'::public.kind,
  unit text DEFAULT 'kg',
  link text DEFAULT 'http://example.org/x',
  word text DEFAULT 'ex:class_uri',
  "any" jsonb DEFAULT to_jsonb('5'::text)
);
CREATE TABLE public.unit (
  text text NOT NULL,
  meaning text,
  description text
);
ALTER TABLE public.note ADD CONSTRAINT note_link_lexical CHECK (link ~ E'^[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>"{}|\\\\^`]*$');
ALTER TABLE public.note ADD CONSTRAINT note_pkey PRIMARY KEY (id);
ALTER TABLE public.note ADD CONSTRAINT note_word_lexical CHECK (word ~ E'^[A-Za-z_][A-Za-z0-9_+.-]*:[^\\s<>"{}|\\\\^`]*$');
ALTER TABLE public.unit ADD CONSTRAINT unit_pkey PRIMARY KEY (text);
ALTER TABLE public.note ADD CONSTRAINT note_unit_fkey FOREIGN KEY (unit) REFERENCES public.unit(text);
CREATE INDEX note_unit_idx ON public.note USING btree (unit);
INSERT INTO public.unit AS present (text, meaning, description)
VALUES
  ('g', NULL, NULL),
  ('kg', NULL, NULL)
ON CONFLICT (text) DO NOTHING;
