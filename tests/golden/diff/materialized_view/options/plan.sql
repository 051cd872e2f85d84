-- create statistics public.ms  [lock: none]
CREATE STATISTICS public.ms ON id, name FROM public.m;
ALTER STATISTICS public.ms OWNER TO postgres;

-- alter materialized view public.m  [lock: ACCESS EXCLUSIVE, brief]
ALTER MATERIALIZED VIEW public.m ALTER COLUMN name SET STATISTICS 200;
ALTER MATERIALIZED VIEW public.m SET (fillfactor = 60);

-- owner, comments and privileges of materialized view public.m  [lock: none]
ALTER MATERIALIZED VIEW public.m OWNER TO golden_owner;
COMMENT ON COLUMN public.m.id IS 'i';

