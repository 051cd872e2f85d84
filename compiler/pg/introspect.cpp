#include "pg/introspect.h"

#include <algorithm>
#include <map>

#include "pg/introspect_reader.h"
#include "pg/queries.h"

namespace schemac::pg {
namespace {

struct Step {
  std::string_view sql;
  void (Reader::*read)(const Rows&);
};

// Each result needs only earlier ones.
constexpr Step steps[] = {
    {queries::introspect_classes, &Reader::classes},
    {queries::introspect_roles, &Reader::roles},
    {queries::introspect_namespaces, &Reader::namespaces},
    {queries::introspect_extensions, &Reader::extensions},
    {queries::introspect_members, &Reader::members},
    {queries::introspect_types, &Reader::types},
    {queries::introspect_enum_labels, &Reader::enum_labels},
    {queries::introspect_relations, &Reader::relations},
    {queries::introspect_foreign_tables, &Reader::foreign_tables},
    {queries::introspect_column_types, &Reader::column_types},
    {queries::introspect_columns, &Reader::columns},
    {queries::introspect_sequences, &Reader::sequences},
    {queries::introspect_constraints, &Reader::constraints},
    {queries::introspect_indexes, &Reader::indexes},
    {queries::introspect_inheritance, &Reader::inheritance},
    {queries::introspect_statistics, &Reader::statistics},
    {queries::introspect_routines, &Reader::routines},
    {queries::introspect_aggregates, &Reader::aggregates},
    {queries::introspect_triggers, &Reader::triggers},
    {queries::introspect_rules, &Reader::rules},
    {queries::introspect_policies, &Reader::policies},
    {queries::introspect_operators, &Reader::scripted},
    {queries::introspect_operator_families, &Reader::scripted},
    {queries::introspect_operator_classes, &Reader::scripted},
    {queries::introspect_casts, &Reader::scripted},
    {queries::introspect_collations, &Reader::scripted},
    {queries::introspect_text_search, &Reader::scripted},
    {queries::introspect_conversions, &Reader::scripted},
    {queries::introspect_languages, &Reader::scripted},
    {queries::introspect_foreign, &Reader::scripted},
    {queries::introspect_event_triggers, &Reader::scripted},
    {queries::introspect_publications, &Reader::scripted},
    {queries::introspect_default_privileges, &Reader::scripted},
    {queries::introspect_comments, &Reader::comments},
    {queries::introspect_grants, &Reader::grants},
    {queries::introspect_depends, &Reader::depends},
    {queries::introspect_unread, &Reader::unread},
};

std::string wanted_namespaces(const IntrospectOptions& options) {
  std::string out =
      "(SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', "
      "'schemac')";
  if (!options.namespaces.empty()) {
    std::string list;
    for (const auto& name : options.namespaces) list += (list.empty() ? "" : ", ") + quote_literal(name);
    out += " AND nspname IN (" + list + ")";
  }
  return out + ")";
}

// The values of ":word" in queries: text that differs between server versions, or that several queries share.
std::map<std::string, std::string, std::less<>> variables(int version, const IntrospectOptions& options) {
  const auto since = [&](int major, std::string then, std::string otherwise) {
    return version >= major * 10000 ? std::move(then) : std::move(otherwise);
  };
  return {
      {"namespaces", wanted_namespaces(options)},
      {"secret", "'passw|secret|token|credential|private|api_?key'"},
      {"compression", since(14, "nullif(a.attcompression, '')", "NULL")},
      {"multirange",
       since(14,
             "CASE WHEN t.typtype = 'r' THEN (SELECT quote_ident(mn.nspname) || '.' || "
             "quote_ident(m.typname) FROM "
             "pg_type m JOIN pg_namespace mn ON mn.oid = m.typnamespace WHERE m.oid = r.rngmultitypid) END",
             "NULL")},
      {"enforced", since(18, "c.conenforced", "true")},
      {"nulls_not_distinct", since(15, "i.indnullsnotdistinct", "false")},
      // Members of a family that its class needs, and that class: see introspect_operator_classes.sql.
      {"early_members",
       "SELECT d.classid, d.objid, (SELECT c.oid FROM pg_opclass c JOIN pg_namespace cn ON cn.oid = "
       "c.opcnamespace WHERE c.opcfamily = m.family AND c.opcintype = m.type ORDER BY cn.nspname, c.opcname "
       "LIMIT 1) AS class FROM (SELECT 'pg_amproc'::regclass AS classid, p.oid, p.amprocfamily AS family, "
       "p.amproclefttype AS type FROM pg_amproc p WHERE p.amprocnum = 1 AND p.amproclefttype = "
       "p.amprocrighttype UNION ALL SELECT 'pg_amop'::regclass, o.oid, o.amopfamily, o.amoplefttype FROM "
       "pg_amop o WHERE o.amoplefttype = o.amoprighttype) m JOIN pg_opfamily f ON f.oid = m.family JOIN "
       "pg_am a ON a.oid = f.opfmethod AND "
       "a.amname IN ('btree', 'hash') JOIN pg_depend d ON d.classid = m.classid AND d.objid = m.oid AND "
       "d.refclassid = 'pg_opfamily'::regclass AND d.deptype = 'a' WHERE EXISTS (SELECT FROM pg_opclass c "
       "WHERE c.opcfamily = m.family AND c.opcintype = m.type)"},
      {"statistics_target", "nullif(s.stxstattarget, -1)"},
      {"sql_body", since(14, "p.prosqlbody IS NOT NULL", "false")},
      {"collation_locale", since(17, "c.colllocale", since(15, "c.colliculocale", "c.collcollate"))},
      {"collation_rules", since(16, "c.collicurules", "NULL::text")},
      {"publication_options",
       since(18, "|| CASE WHEN p.pubgencols = 's' THEN ', publish_generated_columns = stored' ELSE '' END",
             "")},
      {"publication_for", since(15, "' FOR '", "' FOR TABLE '")},
      {"publication_items",
       since(15,
             "SELECT 'TABLE ' || format('%I.%I', n.nspname, c.relname)"
             " || coalesce((SELECT format(' (%s)', string_agg(quote_ident(a.attname), ', ' ORDER BY "
             "a.attname COLLATE \"C\"))"
             " FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (r.prattrs) HAVING count(*) > "
             "0), '')"
             " || coalesce(' WHERE (' || pg_get_expr(r.prqual, c.oid) || ')', '') AS item"
             " FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid"
             " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE r.prpubid = p.oid"
             " UNION ALL SELECT 'TABLES IN SCHEMA ' || quote_ident(n.nspname) FROM pg_publication_namespace s"
             " JOIN pg_namespace n ON n.oid = s.pnnspid WHERE s.pnpubid = p.oid",
             "SELECT format('%I.%I', n.nspname, c.relname) AS item"
             " FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid"
             " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE r.prpubid = p.oid")},
  };
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

std::string substituted(std::string_view sql,
                        const std::map<std::string, std::string, std::less<>>& variables) {
  std::string out;
  for (std::size_t i = 0; i < sql.size();) {
    const bool variable =
        sql[i] == ':' && i > 0 && sql[i - 1] != ':' && i + 1 < sql.size() && is_word(sql[i + 1]);
    if (!variable) {
      out += sql[i++];
      continue;
    }
    std::size_t end = i + 1;
    while (end < sql.size() && is_word(sql[end])) ++end;
    const std::string_view name = sql.substr(i + 1, end - i - 1);
    constexpr std::string_view members = "members_of_";
    if (name.starts_with(members)) {
      out += "(SELECT objid FROM pg_depend WHERE deptype = 'e' AND classid = '";
      out += name.substr(members.size());
      out += "'::regclass)";
    } else if (const auto found = variables.find(name); found != variables.end()) {
      out += found->second;
    } else {
      throw std::logic_error("unknown variable in an introspection query: " + std::string(name));
    }
    i = end;
  }
  return out;
}

}  // namespace

Catalog introspect(Session& session, const IntrospectOptions& options) {
  SettingsScope settings(session, Settings::catalog);
  std::optional<Transaction> transaction;
  if (!session.in_transaction())
    transaction.emplace(session, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");

  const auto values = variables(session.server_version_num(), options);
  // Compiling the queries takes longer than running them.
  std::vector<std::string> statements = {"SET LOCAL jit = off"};
  for (const Step& step : steps) statements.push_back(substituted(step.sql, values));
  Reader reader(session.server_version_num(), options);
  read_rows(session, statements, [&](std::size_t statement, const Rows& rows) {
    if (statement == 0) return;  // SET
    const auto read = steps[statement - 1].read;
    (reader.*read)(rows);
  });
  if (transaction) transaction->commit();
  settings.end();
  return reader.take();
}

}  // namespace schemac::pg
