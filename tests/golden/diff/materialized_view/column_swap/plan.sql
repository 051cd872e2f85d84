-- build materialized_view public.m beside the old one  [lock: none, commit]
CREATE MATERIALIZED VIEW public.m__new AS
 SELECT t.id,
    t.name,
    (t.qty + 1) AS qty
   FROM public.t;
ALTER MATERIALIZED VIEW public.m__new OWNER TO postgres;
CREATE INDEX m_q__new ON public.m__new USING btree (qty);

-- swap in materialized_view public.m  [lock: ACCESS EXCLUSIVE, brief]
CREATE OR REPLACE VIEW public.o AS
 SELECT m__new.id
   FROM (public.m__new
     JOIN public.t ON ((t.id = m__new.id)));
DROP MATERIALIZED VIEW public.m;
ALTER MATERIALIZED VIEW public.m__new RENAME TO m;
ALTER INDEX public.m_q__new RENAME TO m_q;

