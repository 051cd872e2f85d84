-- drop publication pub  [lock: none]
DROP PUBLICATION pub;

-- create publication pub  [lock: none]
CREATE PUBLICATION pub FOR TABLE public.t, TABLE public.u WITH (publish = 'insert, update');
ALTER PUBLICATION pub OWNER TO postgres;

