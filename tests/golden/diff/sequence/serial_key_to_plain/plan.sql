-- drop default of public.products.no  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.products ALTER COLUMN no DROP DEFAULT;

-- drop constraint public.products.products_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.products DROP CONSTRAINT products_pkey;

-- drop sequence public.products_no_seq  [lock: ACCESS EXCLUSIVE, brief]
DROP SEQUENCE public.products_no_seq;

-- drop not null of public.products.no  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.products ALTER COLUMN no DROP NOT NULL;

