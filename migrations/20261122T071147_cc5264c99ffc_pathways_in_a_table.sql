-- schemac migration cc5264c99ffc
-- parents: b2b9b3fcc8f4
-- message: pathways in a table
-- created: 2026-11-22T07:11:47Z
-- from: sha256:d6cb2a3e8f6568b1da06a4f852b49a13fef149fe159e24c2f65b957c93bcdb99 v1 pg15
-- to: sha256:7fc4ca7b32c14692ae59e6eddedec4486b03d581c6f78e0e98f8493866cc52a9 v1 pg15
-- proved: up, down
-- creates: table public.pathway; constraint public.pathway.pathway_pkey
-- creates: constraint public.technology.technology_pathway_fkey; index public.technology.technology_pathway_idx
-- creates: statements public.pathway.rows
-- drops: enum public.pathway
-- hazards: table-rewrite: Changing the type of pathway rewrites public.technology under an ACCESS EXCLUSIVE lock.
-- hazards: failing-constraint: A row that breaks constraint public.technology.technology_pathway_fkey stops the migration.
-- hazards: non-transactional: CREATE INDEX CONCURRENTLY cannot run in a transaction.

-- up
-- step: type of public.technology.pathway  [lock: ACCESS EXCLUSIVE]
SET search_path = public, analytics;
ALTER TABLE public.technology ALTER COLUMN pathway TYPE text;
-- step: drop enum public.pathway
DROP TYPE public.pathway;
-- step: create table public.pathway
CREATE TABLE public.pathway (
  text text NOT NULL,
  meaning text,
  description text
);
-- step: create constraint public.pathway.pathway_pkey
ALTER TABLE public.pathway ADD CONSTRAINT pathway_pkey PRIMARY KEY (text);
-- step: create statements public.pathway.rows  [rows: public.pathway]
WITH wanted (text, meaning, description) AS (VALUES
  ('combustion', NULL, 'Burnt for heat and power.'),
  ('gasification', NULL, 'Turned into gas by heat, with little air.'),
  ('anaerobic_digestion', NULL, 'Wet matter, turned into gas by bacteria.'),
  ('fermentation', NULL, 'Sugars, turned into alcohol by yeast.'),
  ('pyrolysis', NULL, 'Turned into oil and char by heat, without air.')
), removed AS (
  DELETE FROM public.pathway WHERE text NOT IN (SELECT text FROM wanted)
)
INSERT INTO public.pathway (text, meaning, description)
SELECT text, meaning, description FROM wanted
ON CONFLICT (text) DO UPDATE SET meaning = excluded.meaning, description = excluded.description;
-- step: create constraint public.technology.technology_pathway_fkey  [commit] [lock: SHARE ROW EXCLUSIVE, brief]
ALTER TABLE public.technology ADD CONSTRAINT technology_pathway_fkey FOREIGN KEY (pathway) REFERENCES public.pathway(text) NOT VALID;
-- step: validate constraint public.technology.technology_pathway_fkey  [lock: SHARE UPDATE EXCLUSIVE]
SET search_path = public, analytics;
ALTER TABLE public.technology VALIDATE CONSTRAINT technology_pathway_fkey;
-- step: create index public.technology.technology_pathway_idx  [no transaction] [lock: SHARE UPDATE EXCLUSIVE]
SET search_path = public, analytics;
CREATE INDEX CONCURRENTLY technology_pathway_idx ON public.technology USING btree (pathway);

\q
-- down
-- step: drop constraint public.technology.technology_pathway_fkey  [lock: ACCESS EXCLUSIVE, brief]
SET search_path = public, analytics;
ALTER TABLE public.technology DROP CONSTRAINT technology_pathway_fkey;
-- step: drop table public.pathway  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.pathway;
-- step: create enum public.pathway
CREATE TYPE public.pathway AS ENUM ('combustion', 'gasification', 'anaerobic_digestion', 'fermentation', 'pyrolysis');
-- step: drop index public.technology.technology_pathway_idx  [no transaction] [lock: SHARE UPDATE EXCLUSIVE, brief]
SET search_path = public, analytics;
DROP INDEX CONCURRENTLY public.technology_pathway_idx;
-- step: type of public.technology.pathway  [lock: ACCESS EXCLUSIVE]
SET search_path = public, analytics;
ALTER TABLE public.technology ALTER COLUMN pathway TYPE public.pathway USING pathway::public.pathway;
