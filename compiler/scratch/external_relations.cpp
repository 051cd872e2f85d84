#include "scratch/external_relations.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "catalog/in_words.h"
#include "scratch/queries.h"
#include "workspace/manifest_file.h"

namespace schemac {
namespace {

std::pair<std::string, std::string> split_name(const std::string& name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos) return {"public", name};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

std::vector<std::string> target_columns(pg::Session& target, const std::string& qualified) {
  std::vector<std::string> parts;
  for (const auto& row : target.query(queries::external_columns, {qualified}).rows) {
    parts.push_back(row.at(0).value_or(""));
  }
  return parts;
}

void create_depended_objects(Environment& environment, pg::Session& scratch, std::set<ObjectId>& made) {
  for (const ArtifactSet& set : depended_manifests(environment)) {
    std::string path;
    for (const std::string& name : set.search_path)
      path += (path.empty() ? "" : ", ") + quote_identifier(name);
    scratch.execute("SET search_path = " + (path.empty() ? std::string("''") : path));
    for (const Artifact& artifact : set.artifacts) {
      if (artifact.external || made.contains(artifact.id)) continue;
      try {
        for (const std::string& statement : artifact.statements) scratch.execute(statement);
        made.insert(artifact.id);
      } catch (const pg::DatabaseError& error) {
        if (error.connection_lost()) throw;
        environment.diagnostics.error(
            "depended-object-fails", {},
            fmt::format("{} of schema {}: {}", in_words(artifact.id), set.project, error.facts().message),
            "compile that schema again");
      }
    }
    scratch.execute("SET search_path = ''");
  }
}

}  // namespace

std::set<ObjectId> create_external_relations(Environment& environment, pg::Session& scratch) {
  std::set<ObjectId> made;
  create_depended_objects(environment, scratch, made);
  std::unique_ptr<pg::Session> target;
  for (const ExternalRelation& relation : environment.project.external) {
    const auto [namespace_, name] = split_name(relation.name);
    const std::string qualified = qualified_name(namespace_, name);
    std::vector<std::string> parts;
    for (const auto& [column, type] : relation.columns)
      parts.push_back(quote_identifier(column) + " " + type);
    try {
      if (parts.empty() && !target_is_embedded(environment)) {
        if (!target) target = pg::connect(target_url(environment), pg::Settings::catalog);
        parts = target_columns(*target, qualified);
      }
      if (parts.empty()) {
        environment.diagnostics.error(
            "external-unknown", relation.span,
            fmt::format("the columns of external relation {} are unknown", relation.name),
            fmt::format("state its columns: {{name: {}, columns: {{id: uuid}}}}", relation.name));
        continue;
      }
      std::string list;
      for (const std::string& part : parts) list += (list.empty() ? "" : ", ") + part;
      scratch.execute(fmt::format("CREATE SCHEMA IF NOT EXISTS {}; CREATE TABLE {} ({})",
                                  quote_identifier(namespace_), qualified, list));
    } catch (const pg::DatabaseError& error) {
      environment.diagnostics.error(
          "external-unknown", relation.span,
          fmt::format("external relation {}: {}", relation.name, error.facts().message), error.facts().hint);
      continue;
    }
    made.insert({Kind::namespace_, {}, {}, namespace_});
    made.insert({Kind::table, namespace_, {}, name});
    // A foreign key of a source needs a unique column. Types without an order cannot have one.
    for (const auto& column : relation.columns) {
      try {
        scratch.execute(
            fmt::format("ALTER TABLE {} ADD UNIQUE ({})", qualified, quote_identifier(column.first)));
      } catch (const pg::DatabaseError& error) {
        if (!error.is("42704")) throw;
      }
    }
  }
  return made;
}

std::set<ObjectId> create_surroundings(Environment& environment, pg::Session& scratch) {
  std::set<ObjectId> made = create_external_relations(environment, scratch);
  if (const auto& like = scratch_server(environment).like) {
    for (const auto& extension : like->extensions) {
      made.insert({Kind::extension, {}, {}, extension.name});
      made.insert({Kind::namespace_, {}, {}, extension.schema});
    }
  }
  return made;
}

void remove_external(Catalog& catalog, const std::set<ObjectId>& made, const std::set<ObjectId>& kept) {
  std::erase_if(catalog.objects, [&](const auto& entry) {
    const ObjectId& id = entry.first;
    if (kept.contains(id)) return false;
    if (made.contains(id)) return id != ObjectId{Kind::namespace_, {}, {}, "public"};
    return !id.relation.empty() && made.contains(id.parent());
  });
}

}  // namespace schemac
