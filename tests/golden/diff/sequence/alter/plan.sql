-- alter sequence public.s  [lock: SHARE ROW EXCLUSIVE, brief]
ALTER SEQUENCE public.s AS integer INCREMENT BY 2 MINVALUE 2 MAXVALUE 99 START WITH 5 CYCLE;

