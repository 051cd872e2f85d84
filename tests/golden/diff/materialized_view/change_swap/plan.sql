-- build materialized_view public.m beside the old one  [lock: none, commit]
CREATE MATERIALIZED VIEW public.m__new AS
 SELECT t.id,
    t.qty
   FROM public.t
  WHERE (t.qty > 1);
ALTER MATERIALIZED VIEW public.m__new OWNER TO postgres;
COMMENT ON MATERIALIZED VIEW public.m__new IS 'mm';
GRANT SELECT ON TABLE public.m__new TO golden_reader;
CREATE UNIQUE INDEX m_id__new ON public.m__new USING btree (id);

-- build view public.over beside the old one  [lock: none, commit]
CREATE VIEW public.over__new AS
 SELECT m__new.id
   FROM public.m__new;
ALTER VIEW public.over__new OWNER TO postgres;

-- build materialized_view public.m2 beside the old one  [lock: none, commit]
CREATE MATERIALIZED VIEW public.m2__new AS
 SELECT count(over__new.id) AS n
   FROM public.over__new;
ALTER MATERIALIZED VIEW public.m2__new OWNER TO postgres;
CREATE UNIQUE INDEX m2_n__new ON public.m2__new USING btree (n);

-- swap in view public.over, materialized_view public.m, materialized_view public.m2  [lock: ACCESS EXCLUSIVE, brief]
CREATE OR REPLACE VIEW public.last AS
 SELECT m2__new.n
   FROM public.m2__new;
DROP MATERIALIZED VIEW public.m2;
DROP VIEW public.over;
DROP MATERIALIZED VIEW public.m;
ALTER MATERIALIZED VIEW public.m__new RENAME TO m;
ALTER INDEX public.m_id__new RENAME TO m_id;
ALTER VIEW public.over__new RENAME TO over;
ALTER MATERIALIZED VIEW public.m2__new RENAME TO m2;
ALTER INDEX public.m2_n__new RENAME TO m2_n;

