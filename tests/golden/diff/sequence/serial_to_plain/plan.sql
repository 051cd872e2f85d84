-- drop default of public.t.id  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ALTER COLUMN id DROP DEFAULT;

-- drop sequence public.t_id_seq  [lock: ACCESS EXCLUSIVE, brief]
DROP SEQUENCE public.t_id_seq;

