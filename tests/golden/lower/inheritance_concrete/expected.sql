CREATE TABLE public.box (
  id text NOT NULL,
  holds text,
  marked text
);
CREATE TABLE public.stone (
  weight double precision,
  id text NOT NULL,
  type text DEFAULT 'Stone'
);
CREATE TABLE public.thing (
  id text NOT NULL,
  type text DEFAULT 'Thing'
);
ALTER TABLE public.box ADD CONSTRAINT box_pkey PRIMARY KEY (id);
ALTER TABLE public.stone ADD CONSTRAINT stone_pkey PRIMARY KEY (id);
ALTER TABLE public.box ADD CONSTRAINT box_marked_fkey FOREIGN KEY (marked) REFERENCES public.stone(id);
ALTER TABLE public.stone ADD CONSTRAINT stone_type_type CHECK (type = 'Stone');
ALTER TABLE public.thing ADD CONSTRAINT thing_pkey PRIMARY KEY (id);
ALTER TABLE public.thing ADD CONSTRAINT thing_type_type CHECK (type = 'Thing');
CREATE INDEX box_holds_idx ON public.box USING btree (holds);
CREATE INDEX box_marked_idx ON public.box USING btree (marked);
