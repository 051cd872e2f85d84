-- drop constraint public.a.a_b_fkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.a DROP CONSTRAINT a_b_fkey;

-- drop table public.b  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.b;

-- drop constraint public.a.a_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.a DROP CONSTRAINT a_pkey;

-- drop table public.a  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.a;

