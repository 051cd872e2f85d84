CREATE FUNCTION public.a_json_valid(value jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
BEGIN
  RETURN CASE jsonb_typeof(value) WHEN 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS elements(element) WHERE (CASE WHEN jsonb_typeof(element) = 'number' THEN (element #>> '{}')::numeric % 1 = 0 ELSE false END) IS NOT TRUE) ELSE false END;
END
$function$;
CREATE FUNCTION public.a_matrix_valid(value jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
BEGIN
  RETURN CASE WHEN jsonb_typeof(value) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS elements(v0) WHERE (CASE WHEN jsonb_typeof(v0) = 'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(v0) AS elements(v1) WHERE (jsonb_typeof(v1) <> 'array' AND (jsonb_typeof(v1) = 'number')) IS NOT TRUE) ELSE false END) IS NOT TRUE) ELSE false END;
END
$function$;
CREATE FUNCTION public.a_names_required()
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
    IF TG_OP = 'INSERT' AND EXISTS (
      SELECT FROM public.a_names AS own, LATERAL (
        SELECT earlier.xmin, earlier.cmin FROM public.a_names AS earlier
        WHERE earlier.a_id = NEW.a_id AND earlier.id < NEW.id
        ORDER BY earlier.id DESC LIMIT 1) AS neighbour
      WHERE own.a_id = NEW.a_id AND own.id = NEW.id
        AND neighbour.xmin = own.xmin AND neighbour.cmin = own.cmin)
    THEN
      RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN owners := owners || OLD.a_id; END IF;
    IF TG_OP <> 'DELETE' THEN owners := owners || NEW.a_id; END IF;
  END IF;
  SELECT owner.id INTO wrong FROM public.a AS owner WHERE owner.id = ANY (owners) AND ((SELECT count(*) FROM (SELECT FROM public.a_names AS member WHERE member.a_id = owner.id LIMIT 2) AS counted) >= 1 AND (SELECT count(*) FROM (SELECT FROM public.a_names AS member WHERE member.a_id = owner.id LIMIT 4) AS counted) <= 3) IS NOT TRUE LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'names of A: required is violated',
      DETAIL = format('Row with %I = %s.', 'id', wrong),
      SCHEMA = 'public', TABLE = 'a', CONSTRAINT = 'a_names_required';
  END IF;
  RETURN NULL;
END
$function$;
CREATE FUNCTION public.a_numbers_valid(elements integer[])
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
  SELECT NOT EXISTS (SELECT FROM unnest(elements) AS each(element) WHERE (element <= 5) IS NOT TRUE)
$function$;
CREATE FUNCTION public.a_tags_all_members()
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
    IF TG_OP = 'INSERT' AND EXISTS (
      SELECT FROM public.a_tags AS own, LATERAL (
        SELECT earlier.xmin, earlier.cmin FROM public.a_tags AS earlier
        WHERE earlier.a_id = NEW.a_id AND earlier.id < NEW.id
        ORDER BY earlier.id DESC LIMIT 1) AS neighbour
      WHERE own.a_id = NEW.a_id AND own.id = NEW.id
        AND neighbour.xmin = own.xmin AND neighbour.cmin = own.cmin)
    THEN
      RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN owners := owners || OLD.a_id; END IF;
    IF TG_OP <> 'DELETE' THEN owners := owners || NEW.a_id; END IF;
  END IF;
  SELECT owner.id INTO wrong FROM public.a AS owner WHERE owner.id = ANY (owners) AND (NOT (EXISTS (SELECT FROM public.a_tags AS member WHERE member.a_id = owner.id)) OR NOT (EXISTS (SELECT FROM public.a_tags AS member WHERE member.a_id = owner.id AND (NOT (member.tags ~ E'^[^\\n]'))))) IS NOT TRUE LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'tags of A: all_members is violated',
      DETAIL = format('Row with %I = %s.', 'id', wrong),
      SCHEMA = 'public', TABLE = 'a', CONSTRAINT = 'a_tags_all_members';
  END IF;
  RETURN NULL;
END
$function$;
CREATE FUNCTION public.a_tags_has_member()
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
    IF TG_OP = 'INSERT' AND EXISTS (
      SELECT FROM public.a_tags AS own, LATERAL (
        SELECT earlier.xmin, earlier.cmin FROM public.a_tags AS earlier
        WHERE earlier.a_id = NEW.a_id AND earlier.id < NEW.id
        ORDER BY earlier.id DESC LIMIT 1) AS neighbour
      WHERE own.a_id = NEW.a_id AND own.id = NEW.id
        AND neighbour.xmin = own.xmin AND neighbour.cmin = own.cmin)
    THEN
      RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN owners := owners || OLD.a_id; END IF;
    IF TG_OP <> 'DELETE' THEN owners := owners || NEW.a_id; END IF;
  END IF;
  SELECT owner.id INTO wrong FROM public.a AS owner WHERE owner.id = ANY (owners) AND (NOT (EXISTS (SELECT FROM public.a_tags AS member WHERE member.a_id = owner.id)) OR EXISTS (SELECT FROM public.a_tags AS member WHERE member.a_id = owner.id AND (member.tags = 'x'))) IS NOT TRUE LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'tags of A: has_member is violated',
      DETAIL = format('Row with %I = %s.', 'id', wrong),
      SCHEMA = 'public', TABLE = 'a', CONSTRAINT = 'a_tags_has_member';
  END IF;
  RETURN NULL;
END
$function$;
CREATE TABLE public.a (
  id text NOT NULL,
  numbers integer[],
  json jsonb,
  matrix jsonb
);
CREATE TABLE public.a_names (
  id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  a_id text NOT NULL,
  names text NOT NULL
);
CREATE TABLE public.a_tags (
  id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  a_id text NOT NULL,
  tags text NOT NULL
);
CREATE TABLE public.a_unique (
  a_id text NOT NULL,
  "unique" integer NOT NULL
);
ALTER TABLE public.a ADD CONSTRAINT a_json_value CHECK (json IS NULL OR (public.a_json_valid(json)));
ALTER TABLE public.a ADD CONSTRAINT a_matrix_value CHECK (matrix IS NULL OR (public.a_matrix_valid(matrix)));
ALTER TABLE public.a ADD CONSTRAINT a_numbers_elements CHECK (array_position(numbers, NULL) IS NULL);
ALTER TABLE public.a ADD CONSTRAINT a_numbers_minimum_cardinality CHECK (cardinality(numbers) >= 1);
ALTER TABLE public.a ADD CONSTRAINT a_numbers_values CHECK (public.a_numbers_valid(numbers));
ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY (id);
ALTER TABLE public.a_names ADD CONSTRAINT a_names_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a(id) ON DELETE CASCADE;
ALTER TABLE public.a_names ADD CONSTRAINT a_names_pattern CHECK (names ~ '^[a-z]');
ALTER TABLE public.a_names ADD CONSTRAINT a_names_pkey PRIMARY KEY (a_id, id);
ALTER TABLE public.a_tags ADD CONSTRAINT a_tags_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a(id) ON DELETE CASCADE;
ALTER TABLE public.a_tags ADD CONSTRAINT a_tags_pkey PRIMARY KEY (a_id, id);
ALTER TABLE public.a_unique ADD CONSTRAINT a_unique_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a(id) ON DELETE CASCADE;
ALTER TABLE public.a_unique ADD CONSTRAINT a_unique_minimum CHECK ("unique" >= 1);
ALTER TABLE public.a_unique ADD CONSTRAINT a_unique_pkey PRIMARY KEY (a_id, "unique");
CREATE CONSTRAINT TRIGGER a_names_required AFTER INSERT OR UPDATE ON public.a DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.a_names_required('owner');
CREATE CONSTRAINT TRIGGER a_tags_all_members AFTER INSERT OR UPDATE ON public.a DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.a_tags_all_members('owner');
CREATE CONSTRAINT TRIGGER a_tags_has_member AFTER INSERT OR UPDATE ON public.a DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.a_tags_has_member('owner');
CREATE CONSTRAINT TRIGGER a_names_required AFTER INSERT OR UPDATE OR DELETE ON public.a_names DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.a_names_required('member 1');
CREATE CONSTRAINT TRIGGER a_tags_all_members AFTER INSERT OR UPDATE OR DELETE ON public.a_tags DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.a_tags_all_members('member 1');
CREATE CONSTRAINT TRIGGER a_tags_has_member AFTER INSERT OR UPDATE OR DELETE ON public.a_tags DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.a_tags_has_member('member 1');
