#include "revise/adopt.h"

#include <set>

#include <fmt/format.h>

#include "ledger/ledger.h"
#include "pg/introspect.h"
#include "revise/migration_text.h"
#include "revise/planned_migration.h"
#include "revise/queries.h"
#include "scratch/elaborate.h"
#include "workspace/migration_files.h"
#include "workspace/source_facts.h"

namespace schemac {
namespace {

struct VersionTables {
  std::vector<ForeignVersion> versions;
  std::set<std::pair<std::string, std::string>> relations;  // namespace, name
};

VersionTables find_version_tables(pg::Session& session) {
  VersionTables found;
  for (const auto& row : session.query(queries::foreign_version_tables).rows) {
    const std::string tool = row[0].value_or(""), namespace_ = row[1].value_or(""),
                      name = row[2].value_or("");
    found.relations.insert({namespace_, name});
    if (!row[3]) continue;
    const pg::Result last = session.query(*row[3]);
    found.versions.push_back(
        {tool, qualified_name(namespace_, name), last.rows.empty() ? std::nullopt : last.rows[0][0]});
  }
  return found;
}

bool is_sequence_of(const Object& object, const std::set<std::string>& tables) {
  const auto* const sequence = body_as<Sequence>(object);
  return sequence != nullptr && tables.contains(sequence->owned_by_table);
}

// Removes from the catalog version tables with their parts, and objects that other projects manage.
void leave_out(Catalog& catalog, const VersionTables& versions, const std::set<std::string>& foreign) {
  std::set<std::string> tables;
  std::set<std::string> namespaces;  // that contain nothing else
  for (const auto& [namespace_, name] : versions.relations) {
    tables.insert(qualified_name(namespace_, name));
    namespaces.insert(namespace_);
  }
  const auto is_of_tool = [&](const Object& object) {
    const ObjectId& id = object.id;
    return versions.relations.contains({id.namespace_, id.relation.empty() ? id.name : id.relation}) ||
           is_sequence_of(object, tables);
  };
  for (const auto& [id, object] : catalog.objects) {
    if (!is_of_tool(object)) namespaces.erase(id.namespace_);
  }
  std::erase_if(catalog.objects, [&](const auto& entry) {
    const ObjectId& id = entry.first;
    return is_of_tool(entry.second) || (id.kind == Kind::namespace_ && namespaces.contains(id.name)) ||
           foreign.contains(id.text());
  });
}

Catalog read_catalog(Environment& environment, pg::Session& session, Ledger& ledger, bool has_ledger,
                     const VersionTables& versions) {
  pg::IntrospectOptions options;
  options.namespaces = environment.project.namespaces;
  Catalog catalog = pg::introspect(session, options);
  std::vector<std::string> ids;
  for (const auto& [id, object] : catalog.objects) ids.push_back(id.text());
  std::set<std::string> foreign;
  if (has_ledger) {
    for (const std::string& text : ledger.managed_elsewhere(ids))
      foreign.insert(text.substr(0, text.rfind(" (")));
  }
  for (const ExternalRelation& external : environment.project.external) {
    std::erase_if(catalog.objects, [&](const auto& entry) {
      const ObjectId& id = entry.first;
      return qualified_name(id.namespace_, id.relation.empty() ? id.name : id.relation) == external.name;
    });
  }
  leave_out(catalog, versions, foreign);
  return catalog;
}

}  // namespace

Adopted adopt(Environment& environment, const std::string& url, const std::string& message) {
  const RevisionGraph graph = read_migrations(environment);
  if (environment.diagnostics.has_errors()) return {};
  if (!graph.migrations.empty()) {
    throw UserError("the project already has migrations; adopt writes the first one",
                    "if the database is already in the state of REVISION, run `schemac stamp REVISION`");
  }
  const std::unique_ptr<pg::Session> session = pg::connect(url, pg::Settings::catalog);
  Ledger ledger(*session, environment.project.name);
  LedgerLock lock(*session, environment, url);
  const LedgerState state = ledger.read();
  Adopted adopted;
  adopted.database = session->describe();
  if (!state.applied.empty()) {
    throw UserError(
        fmt::format("{} has applied migrations of this project, but the migrations folder has no files",
                    adopted.database),
        "check out the branch that has the migration files");
  }
  const VersionTables versions = find_version_tables(*session);
  adopted.versions = versions.versions;
  Catalog catalog = read_catalog(environment, *session, ledger, state.exists, versions);
  // The schema public, which every database has, is not a difference, even if `namespaces:` excludes it.
  const Catalog nothing = replay(environment, graph, {});
  catalog.objects.insert(nothing.objects.begin(), nothing.objects.end());
  add_declared_reads(catalog, known_reads(environment, graph));

  Migration& migration = adopted.migration;
  plan_and_prove(environment, graph, {}, nothing, catalog, migration);
  if (migration.up.empty()) {
    throw UserError(fmt::format("there is nothing to adopt in {}", adopted.database),
                    "run `schemac revision --autogenerate` to write the first migration");
  }
  migration.revision = random_revision();
  migration.created = utc_now();
  migration.message = message.empty() ? "baseline" : message;
  for (const ForeignVersion& version : adopted.versions) {
    migration.header_notes.push_back(fmt::format("adopted from {}: {} at {}", version.tool, version.relation,
                                                 version.revision.value_or("no revision")));
  }
  // Recorded in the ledger first, which may refuse; a file without a record would be run by the next upgrade.
  if (!state.exists) ledger.create();
  migration.checksum = migration_checksum(migration);
  pg::Transaction transaction(*session);
  ledger.record_applied(migration, 0, "adopted");
  for (const ForeignVersion& version : adopted.versions)
    ledger.record_adopted(version.tool, version.relation, version.revision);
  adopted.path = write_migration(environment, migration);
  transaction.commit();
  lock.release();
  return adopted;
}

}  // namespace schemac
