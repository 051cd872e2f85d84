-- drop default of public.t.id  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ALTER COLUMN id DROP DEFAULT;

-- alter sequence public.t_id_seq  [lock: SHARE ROW EXCLUSIVE, brief]
ALTER SEQUENCE public.t_id_seq AS bigint MINVALUE 1 MAXVALUE 9223372036854775807;

-- type of public.t.id, default of public.t.id  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.t
  ALTER COLUMN id TYPE bigint,
  ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass);

