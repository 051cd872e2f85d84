-- replace view public.v  [lock: ACCESS EXCLUSIVE, brief]
CREATE OR REPLACE VIEW public.v AS
 SELECT t.id
   FROM public.t
  WHERE (t.qty > 5);

