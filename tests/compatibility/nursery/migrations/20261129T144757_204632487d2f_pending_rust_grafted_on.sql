-- schemac migration 204632487d2f
-- parents: 222329069d9a
-- message: pending: rust, grafted on
-- created: 2026-11-29T14:47:57Z
-- from: sha256:0774754e098218fd212325bcc85846b8e416cb09d85e6e8a76481c6115c384cf v1 pg15
-- to: sha256:bfe19b57cd4e437b430e89380cbecc03bf7c7e96acc6382a3c185aa68972b612 v1 pg15
-- proved: up, down
-- hazards: none

-- up
-- step: add column public.tree.grafted_on  [lock: ACCESS EXCLUSIVE, brief]
SET search_path = public, report;
ALTER TABLE public.tree ADD COLUMN grafted_on date;
-- step: alter statements public.cultivar.rows  [rows: public.cultivar]
WITH wanted (text, meaning, description) AS (VALUES
  ('boskoop', NULL, NULL),
  ('gravensteiner', NULL, NULL),
  ('jonagold', NULL, NULL)
), removed AS (
  DELETE FROM public.cultivar WHERE text NOT IN (SELECT text FROM wanted)
)
INSERT INTO public.cultivar (text, meaning, description)
SELECT text, meaning, description FROM wanted
ON CONFLICT (text) DO UPDATE SET meaning = excluded.meaning, description = excluded.description;
-- step: alter statements public.disease.rows  [rows: public.disease]
WITH wanted (text, meaning, description) AS (VALUES
  ('scab', NULL, 'on leaves and fruit'),
  ('canker', NULL, NULL),
  ('mildew', NULL, NULL),
  ('rust', NULL, NULL)
), removed AS (
  DELETE FROM public.disease WHERE text NOT IN (SELECT text FROM wanted)
)
INSERT INTO public.disease (text, meaning, description)
SELECT text, meaning, description FROM wanted
ON CONFLICT (text) DO UPDATE SET meaning = excluded.meaning, description = excluded.description;

\q
-- down
-- step: alter statements public.cultivar.rows  [rows: public.cultivar]
SET search_path = public, report;
WITH wanted (text, meaning, description) AS (VALUES
  ('boskoop', NULL, NULL),
  ('gravensteiner', NULL, NULL)
), removed AS (
  DELETE FROM public.cultivar WHERE text NOT IN (SELECT text FROM wanted)
)
INSERT INTO public.cultivar (text, meaning, description)
SELECT text, meaning, description FROM wanted
ON CONFLICT (text) DO UPDATE SET meaning = excluded.meaning, description = excluded.description;
-- step: alter statements public.disease.rows  [rows: public.disease]
WITH wanted (text, meaning, description) AS (VALUES
  ('scab', NULL, 'on leaves and fruit'),
  ('canker', NULL, NULL),
  ('mildew', NULL, NULL)
), removed AS (
  DELETE FROM public.disease WHERE text NOT IN (SELECT text FROM wanted)
)
INSERT INTO public.disease (text, meaning, description)
SELECT text, meaning, description FROM wanted
ON CONFLICT (text) DO UPDATE SET meaning = excluded.meaning, description = excluded.description;
-- step: drop column public.tree.grafted_on  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.tree DROP COLUMN grafted_on;
