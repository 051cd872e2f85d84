-- detach partition public.p2  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.p DETACH PARTITION public.p2;

-- name of not null of public.p2.k  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.p2 RENAME CONSTRAINT p_k_not_null TO p2_k_not_null;

-- create table public.p3  [lock: none]
CREATE TABLE public.p3 (
  k integer CONSTRAINT p_k_not_null NOT NULL,
  v integer
);
ALTER TABLE public.p3 OWNER TO postgres;

-- name of not null of public.t.a  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t RENAME CONSTRAINT a_there TO a_filled;
COMMENT ON CONSTRAINT a_filled ON public.t IS 'why';

-- name of not null of public.t.b  [lock: ACCESS EXCLUSIVE, brief]
COMMENT ON CONSTRAINT t_b_not_null ON public.t IS NULL;

-- attach partition public.p3  [lock: SHARE UPDATE EXCLUSIVE, brief]
ALTER TABLE public.p ATTACH PARTITION public.p3 FOR VALUES FROM (20) TO (30);

-- not null of public.t.c as a check  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.t ADD CONSTRAINT t_c__not_null CHECK (c IS NOT NULL) NOT VALID;

-- validate not null of public.t.c  [lock: SHARE UPDATE EXCLUSIVE, long, commit]
ALTER TABLE public.t VALIDATE CONSTRAINT t_c__not_null;

-- set not null of public.t.c  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t ALTER COLUMN c SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT t_c__not_null;

-- name of not null of public.t.c  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t RENAME CONSTRAINT t_c_not_null TO c_must;

