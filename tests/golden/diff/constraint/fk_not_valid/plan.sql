-- alter constraint public.b.f  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.b VALIDATE CONSTRAINT f;

-- alter constraint public.b.k  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.b VALIDATE CONSTRAINT k;

