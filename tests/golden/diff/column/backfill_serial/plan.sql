-- detach from its column: sequence public.t_id_seq  [lock: none]
ALTER SEQUENCE public.t_id_seq OWNED BY NONE;

-- alter sequence public.t_id_seq  [lock: SHARE ROW EXCLUSIVE, brief]
ALTER SEQUENCE public.t_id_seq AS bigint MINVALUE 1 MAXVALUE 9223372036854775807;

-- add column public.t.id__new, filled at every write  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.t ADD COLUMN id__new bigint;
CREATE FUNCTION public.t_id__fill() RETURNS trigger LANGUAGE plpgsql AS $fill$
BEGIN
  NEW.id__new := (SELECT id FROM (SELECT NEW.id) AS source (id));
  RETURN NEW;
END $fill$;
CREATE TRIGGER zz_id__fill BEFORE INSERT OR UPDATE ON public.t FOR EACH ROW EXECUTE FUNCTION public.t_id__fill();
ALTER TABLE public.t ADD CONSTRAINT t_id__not_null CHECK (id__new IS NOT NULL) NOT VALID;

-- add column public.t.v__new, filled at every write  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.t ADD COLUMN v__new integer;
CREATE FUNCTION public.t_v__fill() RETURNS trigger LANGUAGE plpgsql AS $fill$
BEGIN
  NEW.v__new := (SELECT v::integer FROM (SELECT NEW.v) AS source (v));
  RETURN NEW;
END $fill$;
CREATE TRIGGER zz_v__fill BEFORE INSERT OR UPDATE ON public.t FOR EACH ROW EXECUTE FUNCTION public.t_v__fill();
ALTER TABLE public.t ADD CONSTRAINT t_v__not_null CHECK (v__new IS NOT NULL) NOT VALID;

-- add column public.t.w__new, filled at every write  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.t ADD COLUMN w__new integer;
CREATE FUNCTION public.t_w__fill() RETURNS trigger LANGUAGE plpgsql AS $fill$
BEGIN
  NEW.w__new := (SELECT w::integer FROM (SELECT NEW.w) AS source (w));
  RETURN NEW;
END $fill$;
CREATE TRIGGER zz_w__fill BEFORE INSERT OR UPDATE ON public.t FOR EACH ROW EXECUTE FUNCTION public.t_w__fill();

-- fill public.t.id__new  [lock: ROW EXCLUSIVE, long]
UPDATE public.t SET id__new = id WHERE id IS NOT NULL AND id__new IS NULL;

-- validate not null of public.t.id__new  [lock: SHARE UPDATE EXCLUSIVE, long, commit]
ALTER TABLE public.t VALIDATE CONSTRAINT t_id__not_null;

-- fill public.t.v__new  [lock: ROW EXCLUSIVE, long]
UPDATE public.t SET v__new = v::integer WHERE v IS NOT NULL AND v__new IS NULL;

-- validate not null of public.t.v__new  [lock: SHARE UPDATE EXCLUSIVE, long, commit]
ALTER TABLE public.t VALIDATE CONSTRAINT t_v__not_null;

-- swap in public.t.v  [lock: ACCESS EXCLUSIVE, brief]
DROP TRIGGER zz_v__fill ON public.t;
DROP FUNCTION public.t_v__fill();
ALTER TABLE public.t ALTER COLUMN v__new SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT t_v__not_null;
ALTER TABLE public.t DROP COLUMN v;
ALTER TABLE public.t RENAME COLUMN v__new TO v;
ALTER TABLE public.t ALTER COLUMN v SET DEFAULT 1;

-- fill public.t.w__new  [lock: ROW EXCLUSIVE, long]
UPDATE public.t SET w__new = w::integer WHERE w IS NOT NULL AND w__new IS NULL;

-- swap in public.t.w  [lock: ACCESS EXCLUSIVE, brief]
DROP TRIGGER zz_w__fill ON public.t;
DROP FUNCTION public.t_w__fill();
ALTER TABLE public.t DROP COLUMN w;
ALTER TABLE public.t RENAME COLUMN w__new TO w;

-- not null of public.t.w as a check  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.t ADD CONSTRAINT t_w__not_null CHECK (w IS NOT NULL) NOT VALID;

-- validate not null of public.t.w  [lock: SHARE UPDATE EXCLUSIVE, long, commit]
ALTER TABLE public.t VALIDATE CONSTRAINT t_w__not_null;

-- set not null of public.t.w  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ALTER COLUMN w SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT t_w__not_null;

-- build the replacement of constraint public.t.t_pkey  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY t_pkey__new ON public.t (id__new);

-- drop constraint public.t.t_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t DROP CONSTRAINT t_pkey;

-- swap in public.t.id  [lock: ACCESS EXCLUSIVE, brief]
DROP TRIGGER zz_id__fill ON public.t;
DROP FUNCTION public.t_id__fill();
ALTER TABLE public.t ALTER COLUMN id__new SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT t_id__not_null;
ALTER TABLE public.t DROP COLUMN id;
ALTER TABLE public.t RENAME COLUMN id__new TO id;
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass);

-- create constraint public.t.t_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey__new;

-- owner column of sequence public.t_id_seq  [lock: none]
ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id;

