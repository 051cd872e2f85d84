CREATE MATERIALIZED VIEW public.balance AS
SELECT a.id AS account, coalesce(sum(e.amount), 0) AS amount
FROM public.account a
LEFT JOIN public.entry e ON e.account = a.id
GROUP BY a.id;
CREATE UNIQUE INDEX balance_account_idx ON public.balance (account);
