-- rename column public.t.qty to amount  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.t RENAME COLUMN qty TO amount;

