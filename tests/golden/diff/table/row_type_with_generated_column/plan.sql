-- values as JSON, type of public.poster.s  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.poster ALTER COLUMN s TYPE jsonb USING to_jsonb(s);

-- add column public.size.area  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.size ADD COLUMN area integer GENERATED ALWAYS AS ((w * h)) STORED;

-- type of public.poster.s  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.poster ALTER COLUMN s TYPE public.size USING (CASE WHEN jsonb_typeof(s) <> 'null' THEN jsonb_populate_record(NULL::public.size, s) END);

