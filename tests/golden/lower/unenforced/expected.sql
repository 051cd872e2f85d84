CREATE TYPE public.size AS ENUM ('small', 'large');
CREATE FUNCTION public.is_label(value jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
BEGIN
  RETURN CASE WHEN jsonb_typeof(value) = 'object' THEN
    value - ARRAY['text', 'parts']::text[] = '{}'::jsonb
    AND (coalesce(jsonb_typeof((value -> 'text')), 'null') = 'null' OR (jsonb_typeof((value -> 'text')) = 'string'))
    AND (coalesce(jsonb_typeof((value -> 'parts')), 'null') = 'null' OR (CASE jsonb_typeof((value -> 'parts')) WHEN 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements((value -> 'parts')) AS elements(element) WHERE (jsonb_typeof(element) = 'string') IS NOT TRUE) ELSE false END))
  ELSE false END;
END
$function$;
COMMENT ON FUNCTION public.is_label(jsonb) IS 'True for a JSON object of class Label';
CREATE FUNCTION public.label_text_parts_rule()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  owners bigint[] := '{}';
  wrong bigint;
BEGIN
  IF TG_ARGV[0] = 'owner' THEN
    owners := ARRAY[NEW.id];
  ELSIF TG_ARGV[0] = 'member 1' THEN
    IF TG_OP = 'INSERT' AND EXISTS (
      SELECT FROM public.label_parts AS own, LATERAL (
        SELECT earlier.xmin, earlier.cmin FROM public.label_parts AS earlier
        WHERE earlier.label_id = NEW.label_id AND earlier.id < NEW.id
        ORDER BY earlier.id DESC LIMIT 1) AS neighbour
      WHERE own.label_id = NEW.label_id AND own.id = NEW.id
        AND neighbour.xmin = own.xmin AND neighbour.cmin = own.cmin)
    THEN
      RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN owners := owners || OLD.label_id; END IF;
    IF TG_OP <> 'DELETE' THEN owners := owners || NEW.label_id; END IF;
  END IF;
  SELECT owner.id INTO wrong FROM public.label AS owner WHERE owner.id = ANY (owners) AND (NOT (owner.text IS NOT NULL AND owner.text = 'x') OR EXISTS (SELECT FROM public.label_parts AS member WHERE member.label_id = owner.id)) IS NOT TRUE LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'rule 1 of class ''Label'' (slots text, parts)',
      DETAIL = format('Row with %I = %s.', 'id', wrong),
      SCHEMA = 'public', TABLE = 'label', CONSTRAINT = 'label_text_parts_rule';
  END IF;
  RETURN NULL;
END
$function$;
CREATE FUNCTION public.leaf_size_length_rule()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  owners text[] := '{}';
  wrong text;
BEGIN
  IF TG_ARGV[0] = 'owner' THEN
    owners := ARRAY[NEW.id];
  ELSIF TG_ARGV[0] = 'member 1' THEN
    SELECT array_agg(owner.id) INTO owners FROM public.leaf AS owner WHERE owner.id = NEW.id;
  END IF;
  SELECT owner.id INTO wrong FROM public.leaf AS owner WHERE owner.id = ANY (owners) AND (NOT ((SELECT base.size FROM public.base AS base WHERE base.id = owner.id) IS NOT NULL AND (SELECT base.size FROM public.base AS base WHERE base.id = owner.id) >= 3) OR owner.length IS NOT NULL) IS NOT TRUE LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'rule 1 of class ''Leaf'' (slots size, length)',
      DETAIL = format('Row with %I = %s.', 'id', wrong),
      SCHEMA = 'public', TABLE = 'leaf', CONSTRAINT = 'leaf_size_length_rule';
  END IF;
  RETURN NULL;
END
$function$;
CREATE FUNCTION public.parcel_deep_valid(value jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
BEGIN
  RETURN CASE WHEN jsonb_typeof(value) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS elements(v0) WHERE (jsonb_typeof(v0) <> 'array' AND (CASE WHEN jsonb_typeof(v0) = 'number' THEN (v0 #>> '{}')::numeric % 1 = 0 ELSE false END)) IS NOT TRUE) ELSE false END OR CASE WHEN jsonb_typeof(value) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS elements(v0) WHERE (CASE WHEN jsonb_typeof(v0) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v0) AS elements(v1) WHERE (jsonb_typeof(v1) <> 'array' AND (CASE WHEN jsonb_typeof(v1) = 'number' THEN (v1 #>> '{}')::numeric % 1 = 0 ELSE false END)) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END OR CASE WHEN jsonb_typeof(value) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS elements(v0) WHERE (CASE WHEN jsonb_typeof(v0) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v0) AS elements(v1) WHERE (CASE WHEN jsonb_typeof(v1) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v1) AS elements(v2) WHERE (jsonb_typeof(v2) <> 'array' AND (CASE WHEN jsonb_typeof(v2) = 'number' THEN (v2 #>> '{}')::numeric % 1 = 0 ELSE false END)) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END OR CASE WHEN jsonb_typeof(value) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS elements(v0) WHERE (CASE WHEN jsonb_typeof(v0) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v0) AS elements(v1) WHERE (CASE WHEN jsonb_typeof(v1) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v1) AS elements(v2) WHERE (CASE WHEN jsonb_typeof(v2) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v2) AS elements(v3) WHERE (jsonb_typeof(v3) <> 'array' AND (CASE WHEN jsonb_typeof(v3) = 'number' THEN (v3 #>> '{}')::numeric % 1 = 0 ELSE false END)) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END OR CASE WHEN jsonb_typeof(value) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS elements(v0) WHERE (CASE WHEN jsonb_typeof(v0) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v0) AS elements(v1) WHERE (CASE WHEN jsonb_typeof(v1) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v1) AS elements(v2) WHERE (CASE WHEN jsonb_typeof(v2) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v2) AS elements(v3) WHERE (CASE WHEN jsonb_typeof(v3) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v3) AS elements(v4) WHERE (jsonb_typeof(v4) <> 'array' AND (CASE WHEN jsonb_typeof(v4) = 'number' THEN (v4 #>> '{}')::numeric % 1 = 0 ELSE false END)) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END OR CASE WHEN jsonb_typeof(value) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS elements(v0) WHERE (CASE WHEN jsonb_typeof(v0) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v0) AS elements(v1) WHERE (CASE WHEN jsonb_typeof(v1) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v1) AS elements(v2) WHERE (CASE WHEN jsonb_typeof(v2) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v2) AS elements(v3) WHERE (CASE WHEN jsonb_typeof(v3) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v3) AS elements(v4) WHERE (CASE WHEN jsonb_typeof(v4) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v4) AS elements(v5) WHERE (jsonb_typeof(v5) <> 'array' AND (CASE WHEN jsonb_typeof(v5) = 'number' THEN (v5 #>> '{}')::numeric % 1 = 0 ELSE false END)) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END OR CASE WHEN jsonb_typeof(value) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS elements(v0) WHERE (CASE WHEN jsonb_typeof(v0) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v0) AS elements(v1) WHERE (CASE WHEN jsonb_typeof(v1) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v1) AS elements(v2) WHERE (CASE WHEN jsonb_typeof(v2) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v2) AS elements(v3) WHERE (CASE WHEN jsonb_typeof(v3) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v3) AS elements(v4) WHERE (CASE WHEN jsonb_typeof(v4) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v4) AS elements(v5) WHERE (CASE WHEN jsonb_typeof(v5) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v5) AS elements(v6) WHERE (jsonb_typeof(v6) <> 'array' AND (CASE WHEN jsonb_typeof(v6) = 'number' THEN (v6 #>> '{}')::numeric % 1 = 0 ELSE false END)) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END OR CASE WHEN jsonb_typeof(value) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS elements(v0) WHERE (CASE WHEN jsonb_typeof(v0) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v0) AS elements(v1) WHERE (CASE WHEN jsonb_typeof(v1) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v1) AS elements(v2) WHERE (CASE WHEN jsonb_typeof(v2) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v2) AS elements(v3) WHERE (CASE WHEN jsonb_typeof(v3) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v3) AS elements(v4) WHERE (CASE WHEN jsonb_typeof(v4) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v4) AS elements(v5) WHERE (CASE WHEN jsonb_typeof(v5) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v5) AS elements(v6) WHERE (CASE WHEN jsonb_typeof(v6) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v6) AS elements(v7) WHERE (jsonb_typeof(v7) <> 'array' AND (CASE WHEN jsonb_typeof(v7) = 'number' THEN (v7 #>> '{}')::numeric % 1 = 0 ELSE false END)) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END;
END
$function$;
CREATE TABLE public.base (
  type text NOT NULL,
  id text NOT NULL,
  size integer
);
CREATE TABLE public.composite (
  x integer NOT NULL,
  y integer NOT NULL
);
CREATE TABLE public.keyed (
  id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  k text NOT NULL
);
CREATE TABLE public.label (
  id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  text text,
  parcel_labels text
);
COMMENT ON COLUMN public.label.parcel_labels IS 'Owner by Parcel.labels';
CREATE TABLE public.label_parts (
  id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  label_id bigint NOT NULL,
  parts text NOT NULL
);
CREATE TABLE public.leaf (
  id text NOT NULL,
  length integer
);
CREATE TABLE public.letter (
  text text,
  id text NOT NULL
);
CREATE TABLE public.parcel (
  weight integer,
  back text,
  whole text,
  sized text,
  half public.size,
  counted text,
  computed text,
  shaped text,
  syntax text,
  bound text,
  asked text,
  single text,
  branched text,
  next text,
  named text,
  owned bigint,
  spread_text text,
  packed jsonb,
  composite integer,
  keyed text,
  listed text[],
  any_thing text,
  below text,
  reached text,
  mixed jsonb,
  wide text,
  deep jsonb,
  id text NOT NULL
);
CREATE TABLE public.parcel_kinds (
  id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  parcel_id text NOT NULL,
  kinds text NOT NULL
);
CREATE TABLE public.parcel_many (
  id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  parcel_id text NOT NULL,
  many text NOT NULL
);
CREATE TABLE public.place (
  id text NOT NULL
);
CREATE TABLE public.root (
  type text NOT NULL,
  id text NOT NULL,
  of text
);
CREATE TABLE public.root_tags (
  id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  root_id text NOT NULL,
  tags text NOT NULL
);
CREATE TABLE public.wasted (
  id text NOT NULL,
  name text
);
CREATE TABLE public.wasted_tags (
  id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  wasted_id text NOT NULL,
  tags text NOT NULL
);
ALTER TABLE public.base ADD CONSTRAINT base_pkey PRIMARY KEY (id);
ALTER TABLE public.base ADD CONSTRAINT base_type_class CHECK (type IN ('Base', 'Leaf'));
ALTER TABLE public.composite ADD CONSTRAINT composite_pkey PRIMARY KEY (x, y);
ALTER TABLE public.keyed ADD CONSTRAINT keyed_k_key UNIQUE (k);
ALTER TABLE public.keyed ADD CONSTRAINT keyed_pkey PRIMARY KEY (id);
ALTER TABLE public.label ADD CONSTRAINT label_pkey PRIMARY KEY (id);
ALTER TABLE public.label ADD CONSTRAINT label_text_key UNIQUE NULLS NOT DISTINCT (text);
ALTER TABLE public.label_parts ADD CONSTRAINT label_parts_label_id_fkey FOREIGN KEY (label_id) REFERENCES public.label(id) ON DELETE CASCADE;
ALTER TABLE public.label_parts ADD CONSTRAINT label_parts_pkey PRIMARY KEY (label_id, id);
ALTER TABLE public.leaf ADD CONSTRAINT leaf_id_fkey FOREIGN KEY (id) REFERENCES public.base(id) ON DELETE CASCADE;
ALTER TABLE public.leaf ADD CONSTRAINT leaf_pkey PRIMARY KEY (id);
ALTER TABLE public.letter ADD CONSTRAINT letter_pkey PRIMARY KEY (id);
ALTER TABLE public.parcel ADD CONSTRAINT parcel_deep_value CHECK (deep IS NULL OR (public.parcel_deep_valid(deep)));
ALTER TABLE public.parcel ADD CONSTRAINT parcel_listed_elements CHECK (array_position(listed, NULL) IS NULL);
ALTER TABLE public.parcel ADD CONSTRAINT parcel_mixed_value CHECK (mixed IS NULL OR (public.is_label(mixed) OR CASE WHEN jsonb_typeof(mixed) = 'number' THEN (mixed #>> '{}')::numeric % 1 = 0 ELSE false END));
ALTER TABLE public.parcel ADD CONSTRAINT parcel_next_irreflexive CHECK (next <> id);
ALTER TABLE public.parcel ADD CONSTRAINT parcel_owned_fkey FOREIGN KEY (owned) REFERENCES public.label(id);
ALTER TABLE public.parcel ADD CONSTRAINT parcel_packed_value CHECK (packed IS NULL OR (public.is_label(packed)));
ALTER TABLE public.parcel ADD CONSTRAINT parcel_pkey PRIMARY KEY (id);
ALTER TABLE public.label ADD CONSTRAINT label_parcel_labels_fkey FOREIGN KEY (parcel_labels) REFERENCES public.parcel(id) ON DELETE CASCADE;
ALTER TABLE public.parcel ADD CONSTRAINT parcel_back_fkey FOREIGN KEY (back) REFERENCES public.parcel(id);
ALTER TABLE public.parcel ADD CONSTRAINT parcel_next_fkey FOREIGN KEY (next) REFERENCES public.parcel(id);
ALTER TABLE public.parcel_kinds ADD CONSTRAINT parcel_kinds_parcel_id_fkey FOREIGN KEY (parcel_id) REFERENCES public.parcel(id) ON DELETE CASCADE;
ALTER TABLE public.parcel_kinds ADD CONSTRAINT parcel_kinds_pkey PRIMARY KEY (parcel_id, id);
ALTER TABLE public.parcel_many ADD CONSTRAINT parcel_many_parcel_id_fkey FOREIGN KEY (parcel_id) REFERENCES public.parcel(id) ON DELETE CASCADE;
ALTER TABLE public.parcel_many ADD CONSTRAINT parcel_many_pkey PRIMARY KEY (parcel_id, id);
ALTER TABLE public.place ADD CONSTRAINT place_pkey PRIMARY KEY (id);
ALTER TABLE public.parcel ADD CONSTRAINT parcel_below_fkey FOREIGN KEY (below) REFERENCES public.place(id);
ALTER TABLE public.root ADD CONSTRAINT root_of_class CHECK (of IS NULL OR type = 'Twig');
ALTER TABLE public.root ADD CONSTRAINT root_pkey PRIMARY KEY (id);
ALTER TABLE public.root ADD CONSTRAINT root_of_fkey FOREIGN KEY (of) REFERENCES public.root(id);
ALTER TABLE public.root ADD CONSTRAINT root_type_class CHECK (type IN ('Root', 'Twig'));
ALTER TABLE public.root_tags ADD CONSTRAINT root_tags_pkey PRIMARY KEY (root_id, id);
ALTER TABLE public.root_tags ADD CONSTRAINT root_tags_root_id_fkey FOREIGN KEY (root_id) REFERENCES public.root(id) ON DELETE CASCADE;
ALTER TABLE public.wasted ADD CONSTRAINT wasted_pkey PRIMARY KEY (id);
ALTER TABLE public.wasted_tags ADD CONSTRAINT wasted_tags_pkey PRIMARY KEY (wasted_id, id);
ALTER TABLE public.wasted_tags ADD CONSTRAINT wasted_tags_wasted_id_fkey FOREIGN KEY (wasted_id) REFERENCES public.wasted(id) ON DELETE CASCADE;
CREATE INDEX label_parcel_labels_idx ON public.label USING btree (parcel_labels);
CREATE INDEX parcel_any_thing_idx ON public.parcel USING btree (any_thing);
CREATE INDEX parcel_back_idx ON public.parcel USING btree (back);
CREATE INDEX parcel_below_idx ON public.parcel USING btree (below);
CREATE INDEX parcel_composite_idx ON public.parcel USING btree (composite);
CREATE INDEX parcel_next_idx ON public.parcel USING btree (next);
CREATE INDEX parcel_owned_idx ON public.parcel USING btree (owned);
CREATE INDEX parcel_reached_idx ON public.parcel USING btree (reached);
CREATE INDEX parcel_wide_idx ON public.parcel USING btree (wide);
CREATE INDEX root_of_idx ON public.root USING btree (of);
CREATE CONSTRAINT TRIGGER leaf_size_length_rule AFTER UPDATE ON public.base DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.leaf_size_length_rule('member 1');
CREATE CONSTRAINT TRIGGER label_text_parts_rule AFTER INSERT OR UPDATE ON public.label DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.label_text_parts_rule('owner');
CREATE CONSTRAINT TRIGGER label_text_parts_rule AFTER INSERT OR UPDATE OR DELETE ON public.label_parts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.label_text_parts_rule('member 1');
CREATE CONSTRAINT TRIGGER leaf_size_length_rule AFTER INSERT OR UPDATE ON public.leaf DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.leaf_size_length_rule('owner');
