-- type of public.card.a  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.card ALTER COLUMN a TYPE bigint;

-- alter constraint public.card.card_pk  [lock: SHARE UPDATE EXCLUSIVE, brief]
COMMENT ON INDEX public.card_pk IS 'the index';

-- comments of constraint public.card.card_b  [lock: none]
COMMENT ON CONSTRAINT card_b ON public.card IS NULL;

-- comments of constraint public.card.card_pk  [lock: none]
COMMENT ON CONSTRAINT card_pk ON public.card IS 'the key';

