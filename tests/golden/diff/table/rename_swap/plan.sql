-- rename table public.a to a__aside  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.a RENAME TO a__aside;

-- rename table public.b to a  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.b RENAME TO a;

-- rename table public.a__aside to b  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.a__aside RENAME TO b;

