-- type of public.t.a  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ALTER COLUMN a TYPE text COLLATE pg_catalog."C";

