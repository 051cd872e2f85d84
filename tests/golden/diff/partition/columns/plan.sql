-- drop view public.vv  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW public.vv;

-- type of public.m.id  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.m ALTER COLUMN id TYPE bigint;

-- add column public.m.w  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m ADD COLUMN w integer DEFAULT 5;

-- create view public.vv  [lock: none]
CREATE VIEW public.vv AS
 SELECT m1.id
   FROM public.m1;
ALTER VIEW public.vv OWNER TO postgres;

-- not null of public.m.v as a check  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.m ADD CONSTRAINT m_v__not_null CHECK (v IS NOT NULL) NOT VALID;

-- validate not null of public.m.v  [lock: SHARE UPDATE EXCLUSIVE, long, commit]
ALTER TABLE public.m VALIDATE CONSTRAINT m_v__not_null;

-- set not null of public.m.v  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.m ALTER COLUMN v SET NOT NULL;
ALTER TABLE public.m DROP CONSTRAINT m_v__not_null;

