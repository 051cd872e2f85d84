CREATE TABLE public.a (
  id text NOT NULL,
  internal boolean,
  object text,
  share numeric,
  rank integer,
  fraction integer,
  unit text,
  sum integer
);
ALTER TABLE public.a ADD CONSTRAINT a_internal_object_rule CHECK (NOT (internal IS NOT NULL AND internal = false) OR object IS NOT NULL);
ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY (id);
ALTER TABLE public.a ADD CONSTRAINT a_rank_equals CHECK (rank = 3);
ALTER TABLE public.a ADD CONSTRAINT a_share_equals CHECK (share = 0.5);
ALTER TABLE public.a ADD CONSTRAINT a_unit_equals CHECK (unit = 'it is');
