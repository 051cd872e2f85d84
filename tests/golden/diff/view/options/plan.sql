-- replace view public.v  [lock: ACCESS EXCLUSIVE, brief]
CREATE OR REPLACE VIEW public.v WITH (check_option = cascaded, security_invoker = true) AS
 SELECT t.id
   FROM public.t;

