-- drop statistics public.s  [lock: SHARE UPDATE EXCLUSIVE, brief]
DROP STATISTICS public.s;

-- create statistics public.s  [lock: none]
CREATE STATISTICS public.s (ndistinct) ON id, name, qty FROM public.t;
ALTER STATISTICS public.s SET STATISTICS 50;
ALTER STATISTICS public.s OWNER TO postgres;

-- create statistics public.s2  [lock: none]
CREATE STATISTICS public.s2 ON (qty * 2) FROM public.t;
ALTER STATISTICS public.s2 OWNER TO postgres;
COMMENT ON STATISTICS public.s2 IS 'x';

