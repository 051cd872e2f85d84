-- create sequence public.s  [lock: none]
CREATE SEQUENCE public.s AS integer START WITH 5 INCREMENT BY 2 MAXVALUE 99 CACHE 3 CYCLE;
ALTER SEQUENCE public.s OWNER TO postgres;
GRANT USAGE ON SEQUENCE public.s TO golden_reader;

