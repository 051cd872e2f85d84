#!/usr/bin/env bash
# with_old_tool.sh OLD NEW SOURCE: what schemac 0.1.0 made (executable OLD, built from commit 16612ef) goes on working with NEW.
# The reference project in SOURCE is migrated, loaded and refreshed by OLD on a private server that OLD makes. NEW then works
# on the same server: the same folder, the same rows, a clean check or a migration that keeps all rows.
set -euo pipefail
old=$(readlink -f "$1") new=$(readlink -f "$2") source=$(readlink -f "$3")
unset DATABASE_URL PGHOST PGPORT PGUSER PGDATABASE PGPASSWORD PGSERVICE
work=$(mktemp -d "${TMPDIR:-/tmp}/schemac-old-XXXXXX")
end() { local code=$?; cd "$work/project" && "$new" -q db destroy; cd / && rm -rf "$work"; exit "$code"; }
trap end EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }

mkdir "$work/project" && cd "$work/project"
cp -R "$source"/{schemac.yaml,schemas,sql,migrations} .
"$old" compile
"$old" upgrade
"$old" load schemas/sample_data.yaml
"$old" refresh
url=$("$old" -q db url)
"$old" check

# Each table and view outside the ledger: its name and a digest of its rows.
cat >"$work/digests.sql" <<'Q'
SELECT format('SELECT %L, md5(coalesce(string_agg(t::text, e''\n'' ORDER BY t::text), '''')) FROM %s t', c.oid::regclass, c.oid::regclass)
FROM pg_class c WHERE relkind IN ('r', 'm') AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'schemac'::regnamespace)
  AND relnamespace::regnamespace::text !~ '^pg_'
ORDER BY c.oid::regclass::text \gexec
Q
psql -XqAt -v ON_ERROR_STOP=1 -d "$url" -f "$work/digests.sql" >"$work/before"
[ "$(wc -l <"$work/before")" -gt 20 ] || fail "the old tool made fewer tables than expected"

[ "$("$new" -q db url)" = "$url" ] || fail "the private server is looked for in another folder: $("$new" -q db url)"
"$new" current
if ! "$new" check; then
  "$new" revision --autogenerate -m "what schemac does differently"
  cat "$(ls -t migrations/*.sql | head -n 1)"
  "$new" upgrade --allow all
  "$new" check || fail "check is not clean after the migration"
fi
"$new" refresh
psql -XqAt -v ON_ERROR_STOP=1 -d "$url" -f "$work/digests.sql" >"$work/after"
diff "$work/before" "$work/after" || fail "rows differ"
"$new" db stop
"$new" upgrade
psql -XqAt -v ON_ERROR_STOP=1 -d "$url" -f "$work/digests.sql" | diff "$work/before" - || fail "rows differ after a restart"
echo "what schemac 0.1.0 made works"
