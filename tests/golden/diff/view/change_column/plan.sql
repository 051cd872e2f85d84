-- drop view public.x  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.x;

-- drop view public.w  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.w;

-- drop view public.v  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.v;

-- create view public.v  [lock: none]
CREATE VIEW public.v AS
 SELECT t.name,
    t.id
   FROM public.t;
ALTER VIEW public.v OWNER TO postgres;

-- create view public.w  [lock: none]
CREATE VIEW public.w AS
 SELECT v.id
   FROM public.v;
ALTER VIEW public.w OWNER TO golden_owner;
GRANT SELECT ON TABLE public.w TO golden_reader;

-- create view public.x  [lock: none]
CREATE VIEW public.x AS
 SELECT w.id
   FROM public.w;
ALTER VIEW public.x OWNER TO postgres;
COMMENT ON VIEW public.x IS 'x';

