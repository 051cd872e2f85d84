-- create constraint public.t.k  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.t ADD CONSTRAINT k CHECK (((a)::text = ANY (ARRAY['x'::text, 'y'::text]))) NOT VALID;

-- validate constraint public.t.k  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.t VALIDATE CONSTRAINT k;

