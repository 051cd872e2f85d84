-- schemac migration 222329069d9a
-- parents: 82c70755b594
-- message: last sale, supplier
-- created: 2026-11-29T14:47:48Z
-- from: sha256:c029cada37c0b736060635e9f6abe68f88ae47a32da192a0caf289a81a7cec67 v1 pg15
-- to: sha256:0774754e098218fd212325bcc85846b8e416cb09d85e6e8a76481c6115c384cf v1 pg15
-- proved: up, down
-- hazards: non-transactional: A new value of enum public.rootstock can only be used after its transaction has ended.
-- hazards: dependents-rebuilt: materialized_view report.best_cultivar is dropped and made again because of materialized_view report.sales_by_cultivar.
-- hazards: long-lock: materialized_view report.sales_by_cultivar is filled inside the transaction; its readers wait for it.
-- hazards: long-lock: materialized_view report.best_cultivar is filled inside the transaction; its readers wait for it.

-- up
-- step: add values to enum public.rootstock  [commit]
SET search_path = public, report;
ALTER TYPE public.rootstock ADD VALUE 'half';
-- step: drop materialized_view report.best_cultivar  [lock: ACCESS EXCLUSIVE, brief]
SET search_path = public, report;
DROP MATERIALIZED VIEW report.best_cultivar;
-- step: drop materialized_view report.sales_by_cultivar  [lock: ACCESS EXCLUSIVE, brief]
DROP MATERIALIZED VIEW report.sales_by_cultivar;
-- step: add column public.tree.supplier  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.tree ADD COLUMN supplier text;
-- step: create materialized_view report.sales_by_cultivar
CREATE MATERIALIZED VIEW report.sales_by_cultivar AS
 SELECT t.cultivar,
    count(*) AS sales,
    max(s.sold_at) AS last_sale,
    sum(s.price) AS income
   FROM (public.sale s
     JOIN public.tree t ON ((t.id = s.tree)))
  GROUP BY t.cultivar;
GRANT SELECT ON TABLE report.sales_by_cultivar TO nursery_reader;
-- step: create index report.sales_by_cultivar.by_cultivar
CREATE UNIQUE INDEX by_cultivar ON report.sales_by_cultivar USING btree (cultivar);
-- step: create materialized_view report.best_cultivar
CREATE MATERIALIZED VIEW report.best_cultivar AS
 SELECT b.cultivar,
    b.income
   FROM report.sales_by_cultivar b
  ORDER BY b.income DESC NULLS LAST
 LIMIT 1;

\q
-- down
-- step: drop materialized_view report.best_cultivar  [lock: ACCESS EXCLUSIVE, brief]
SET search_path = public, report;
DROP MATERIALIZED VIEW report.best_cultivar;
-- step: drop materialized_view report.sales_by_cultivar  [lock: ACCESS EXCLUSIVE, brief]
DROP MATERIALIZED VIEW report.sales_by_cultivar;
-- step: drop default of public.tree.rootstock  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.tree ALTER COLUMN rootstock DROP DEFAULT;
-- step: set enum public.rootstock aside
ALTER TYPE public.rootstock RENAME TO rootstock__old;
-- step: create enum public.rootstock
CREATE TYPE public.rootstock AS ENUM ('seedling', 'dwarf', 'vigorous');
-- step: type of public.tree.rootstock, default of public.tree.rootstock  [lock: ACCESS EXCLUSIVE]
ALTER TABLE public.tree
  ALTER COLUMN rootstock TYPE public.rootstock USING rootstock::text::public.rootstock,
  ALTER COLUMN rootstock SET DEFAULT 'seedling'::public.rootstock;
-- step: create materialized_view report.sales_by_cultivar
CREATE MATERIALIZED VIEW report.sales_by_cultivar AS
 SELECT t.cultivar,
    count(*) AS sales,
    sum(s.price) AS income
   FROM (public.sale s
     JOIN public.tree t ON ((t.id = s.tree)))
  GROUP BY t.cultivar;
GRANT SELECT ON TABLE report.sales_by_cultivar TO nursery_reader;
-- step: create index report.sales_by_cultivar.by_cultivar
CREATE UNIQUE INDEX by_cultivar ON report.sales_by_cultivar USING btree (cultivar);
-- step: create materialized_view report.best_cultivar
CREATE MATERIALIZED VIEW report.best_cultivar AS
 SELECT b.cultivar,
    b.income
   FROM report.sales_by_cultivar b
  ORDER BY b.income DESC NULLS LAST
 LIMIT 1;
-- step: drop column public.tree.supplier  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.tree DROP COLUMN supplier;
-- step: drop the former enum public.rootstock
DROP TYPE public.rootstock__old;
