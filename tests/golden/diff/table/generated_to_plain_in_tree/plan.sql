-- drop expression of public.base.g  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.base ALTER COLUMN g DROP EXPRESSION;

