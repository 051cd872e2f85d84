-- placeholder for view public.v  [lock: none]
CREATE OR REPLACE VIEW public.v AS
 SELECT NULL::integer AS id, NULL::text AS name;

-- create function public.near(integer)  [lock: none]
CREATE FUNCTION public.near(wanted integer)
 RETURNS SETOF public.v
 LANGUAGE plpgsql
AS $function$ BEGIN RETURN QUERY SELECT id, name FROM t WHERE id = wanted; END $function$;
ALTER FUNCTION public.near(integer) OWNER TO postgres;

-- create view public.v  [lock: none]
CREATE OR REPLACE VIEW public.v AS
 SELECT t.id,
    t.name,
    ( SELECT count(*) AS count
           FROM public.near(t.id) n(id, name)
          WHERE (n.name <> ''::text)) AS beside
   FROM public.t;
ALTER VIEW public.v OWNER TO postgres;
COMMENT ON VIEW public.v IS 'calls what returns its rows';

-- create function public.label(public.v)  [lock: none]
CREATE FUNCTION public.label(of public.v)
 RETURNS text
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT ((of).name || '!'::text);
END;
ALTER FUNCTION public.label(public.v) OWNER TO postgres;

-- create view public.w  [lock: none]
CREATE VIEW public.w AS
 SELECT v.id,
    v.name,
    v.beside
   FROM public.v;
ALTER VIEW public.w OWNER TO postgres;

