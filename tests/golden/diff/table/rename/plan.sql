-- rename table public.t to u  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t RENAME TO u;

-- rename constraint public.u.t_pkey to u_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.u RENAME CONSTRAINT t_pkey TO u_pkey;

-- rename index public.u.t_name_idx to u_name_idx  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER INDEX public.t_name_idx RENAME TO u_name_idx;

