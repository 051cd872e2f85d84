-- rename table public.t to u  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t RENAME TO u;

-- rename sequence public.t_id_seq to u_id_seq  [lock: ACCESS EXCLUSIVE, brief]
ALTER SEQUENCE public.t_id_seq RENAME TO u_id_seq;

-- rename constraint public.u.t_pkey to u_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.u RENAME CONSTRAINT t_pkey TO u_pkey;

-- default of public.u.id  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.u ALTER COLUMN id SET DEFAULT nextval('public.u_id_seq'::regclass);

