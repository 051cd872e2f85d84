-- rename column public.addr.no to number  [lock: ACCESS EXCLUSIVE, brief]
ALTER TYPE public.addr RENAME ATTRIBUTE no TO number;

