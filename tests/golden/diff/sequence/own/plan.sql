-- default of public.t.a  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT nextval('public.s'::regclass);

-- owner column of sequence public.s  [lock: none]
ALTER SEQUENCE public.s OWNED BY public.t.a;

