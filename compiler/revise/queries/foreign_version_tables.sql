-- The version tables of other migration tools: tool, namespace, relations, and the query that returns the last revision (one
-- row, maybe null). Recognized by name and columns, in any schema.
WITH tables AS (
  SELECT n.nspname AS namespace, c.relname AS name, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS relation,
         (SELECT array_agg(a.attname::text) FROM pg_attribute a
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
), known (tool, name, columns, last_revision) AS (VALUES
  ('Alembic', 'alembic_version', '{version_num}'::text[],
   'SELECT string_agg(version_num, '','' ORDER BY version_num) FROM %s'),
  ('Flyway', 'flyway_schema_history', '{installed_rank,version,success}',
   'SELECT version FROM %s WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1'),
  ('Flyway', 'schema_version', '{installed_rank,version,success}',
   'SELECT version FROM %s WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1'),
  ('Liquibase', 'databasechangelog', '{id,author,filename,orderexecuted}',
   'SELECT filename || ''::'' || id || ''::'' || author FROM %s ORDER BY orderexecuted DESC LIMIT 1'),
  ('Liquibase', 'databasechangeloglock', '{id,locked,lockedby}', NULL),
  ('dbmate', 'schema_migrations', '{version}', 'SELECT max(version::text) FROM %s'),
  ('Sqitch', 'changes', '{change_id,change,committed_at,planner_name}',
   'SELECT change FROM %s ORDER BY committed_at DESC LIMIT 1'),
  ('Sqitch', 'dependencies', '{change_id,type,dependency,dependency_id}', NULL),
  ('Sqitch', 'events', '{event,change_id,change,committed_at}', NULL),
  ('Sqitch', 'projects', '{project,uri,creator_name}', NULL),
  ('Sqitch', 'releases', '{version,installed_at,installer_name}', NULL),
  ('Sqitch', 'tags', '{tag_id,tag,change_id,committed_at}', NULL),
  ('Prisma', '_prisma_migrations', '{migration_name,finished_at,checksum}',
   'SELECT migration_name FROM %s WHERE finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT 1'),
  ('Django', 'django_migrations', '{app,name,applied}',
   'SELECT string_agg(app || ''.'' || name, '','' ORDER BY app)
      FROM (SELECT DISTINCT ON (app) app, name FROM %s ORDER BY app, id DESC) AS last')
)
SELECT k.tool, t.namespace, t.name, format(k.last_revision, t.relation) AS last_revision
  FROM known k JOIN tables t ON t.name = k.name AND t.columns @> k.columns
 ORDER BY k.tool, t.namespace, k.last_revision IS NULL, t.name
