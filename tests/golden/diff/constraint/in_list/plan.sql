-- create view public.sent  [lock: none]
CREATE VIEW public.sent AS
 SELECT orders.id
   FROM public.orders
  WHERE ((orders.status)::text <> ALL (ARRAY['open'::character varying, 'new'::character varying]));
ALTER VIEW public.sent OWNER TO postgres;

-- create constraint public.orders.amount  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.orders ADD CONSTRAINT amount CHECK ((amount = ANY (ARRAY[(1)::numeric, (2)::numeric, (3)::numeric]))) NOT VALID;

-- create constraint public.orders.rate  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.orders ADD CONSTRAINT rate CHECK ((rate <> ALL (ARRAY[7, 8]))) NOT VALID;

-- create constraint public.orders.status  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.orders ADD CONSTRAINT status CHECK (((status)::text = ANY (ARRAY['open'::character varying, 'sent'::character varying]))) NOT VALID;

-- validate constraint public.orders.amount  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.orders VALIDATE CONSTRAINT amount;

-- validate constraint public.orders.rate  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.orders VALIDATE CONSTRAINT rate;

-- validate constraint public.orders.status  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.orders VALIDATE CONSTRAINT status;

-- create index public.orders.open_orders  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY open_orders ON public.orders USING btree (id) WHERE ((status)::text = ANY (ARRAY['open'::character varying, 'new'::character varying]));

