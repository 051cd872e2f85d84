-- create table public.t  [lock: none]
CREATE TABLE public.t (
  id integer NOT NULL,
  name text,
  qty integer
);
ALTER TABLE public.t OWNER TO postgres;

-- create constraint public.t.t_pkey  [lock: none]
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);

-- create view public.v  [lock: none]
CREATE VIEW public.v WITH (check_option = local, security_barrier = true) AS
 SELECT t.id,
    t.name
   FROM public.t
  WHERE (t.qty > 1);
ALTER VIEW public.v ALTER COLUMN name SET DEFAULT 'n'::text;
ALTER VIEW public.v OWNER TO postgres;
COMMENT ON COLUMN public.v.name IS 'nn';
GRANT SELECT ON TABLE public.v TO golden_reader;

