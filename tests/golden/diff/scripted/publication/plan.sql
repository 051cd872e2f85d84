-- create publication pub  [lock: none]
CREATE PUBLICATION pub FOR TABLE public.t (id, name) WHERE ((id > 1)) WITH (publish = 'insert');
ALTER PUBLICATION pub OWNER TO postgres;

