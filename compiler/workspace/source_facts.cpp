#include "workspace/source_facts.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "artifact/manifest.h"
#include "compile/compile.h"
#include "sqlfile/statement.h"

namespace schemac {
namespace {

std::string first_error(const Environment& environment, const Diagnostics& diagnostics) {
  const auto& items = diagnostics.items();
  const auto error = std::find_if(items.begin(), items.end(), [](const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::error;
  });
  if (error == items.end()) return {};
  if (!error->span.known()) return error->message;
  const Position place = environment.sources.locate(error->span);
  return fmt::format("{}:{}:{}: {}", place.path, place.line, place.column, error->message);
}

std::optional<ArtifactSet> last_compile(Environment& environment, std::string& problem) {
  const std::filesystem::path path = environment.project.path(environment.project.build) / "manifest.json";
  const std::optional<std::string> text = environment.files.read_if_exists(path);
  if (!text) return std::nullopt;
  Diagnostics own;
  ArtifactSet set = read_manifest(*text, {}, own);
  if (!own.has_errors()) return set;
  problem = fmt::format("{} cannot be read: {}", path.string(), first_error(environment, own));
  return std::nullopt;
}

void add(Reads& to, const Reads& more) {
  for (const auto& [reader, reads] : more) {
    std::vector<ObjectId>& all = to[reader];
    all.insert(all.end(), reads.begin(), reads.end());
  }
}

SourceFacts find_facts(Environment& environment) {
  SourceFacts facts;
  const Project& project = environment.project;
  if (project.linkml.empty() && project.sql.empty()) {
    facts.artifacts = last_compile(environment, facts.problem);
    return facts;
  }
  Diagnostics own;
  Compiled compiled = compile(project, environment.files, environment.sources, own);
  if (!own.has_errors()) {
    facts.artifacts = std::move(compiled.artifacts);
    return facts;
  }
  facts.artifacts = last_compile(environment, facts.problem);
  facts.problem = fmt::format("the sources do not compile ({}){}; `schemac compile` shows all errors",
                              first_error(environment, own),
                              facts.artifacts ? ": the manifest of the last compile is used instead" : "");
  return facts;
}

}  // namespace

const SourceFacts& source_facts(Environment& environment) {
  if (!environment.facts) environment.facts = std::make_shared<const SourceFacts>(find_facts(environment));
  return *environment.facts;
}

Reads declared_reads(const ArtifactSet& artifacts) {
  Reads reads;
  for (const Artifact& artifact : artifacts.artifacts)
    if (!artifact.declared.empty()) reads[artifact.id] = artifact.declared;
  return reads;
}

Reads declared_reads(const RevisionGraph& graph, const std::vector<std::string>& revisions) {
  Reads reads;
  for (const std::string& revision : revisions)
    if (const auto found = graph.migrations.find(revision); found != graph.migrations.end())
      add(reads, found->second.reads);
  return reads;
}

Reads declared_reads(const Catalog& catalog) {
  Reads reads;
  for (const auto& [id, object] : catalog.objects) {
    for (const Dependency& edge : object.depends_on)
      if (edge.type == DependencyType::soft) reads[id].push_back(edge.on);
  }
  return reads;
}

Reads known_reads(Environment& environment, const RevisionGraph& graph) {
  Reads reads = declared_reads(graph, graph.order);
  const SourceFacts& facts = source_facts(environment);
  if (!facts.problem.empty()) environment.reporter.detail(facts.problem);
  if (facts.artifacts) add(reads, declared_reads(*facts.artifacts));
  return reads;
}

ObjectNames::ObjectNames(const Catalog& catalog) : catalog_(catalog) {
  for (const auto& [id, object] : catalog.objects) {
    if (!id.relation.empty()) continue;
    if (is_routine(id.kind))
      by_name_[id.name.substr(0, id.name.find('('))].push_back(id);
    else if (is_relation(id.kind) || runs_when_used(id.kind) || id.kind == Kind::enum_)
      by_name_[quote_identifier(id.name)].push_back(id);
  }
}

std::vector<ObjectId> ObjectNames::of(const std::string& name) const {
  if (const auto id = parse_object_id(name); id && catalog_.find(*id) != nullptr) return {*id};
  const std::size_t signature = std::min(name.find('('), name.size());
  const auto parts = sql::parse_name(name.substr(0, signature));
  std::vector<ObjectId> found;
  if (!parts || parts->empty() || parts->size() > 2) return found;
  const std::string bare = quote_identifier(parts->back());
  const auto named = by_name_.find(bare);
  if (named == by_name_.end()) return found;
  for (const ObjectId& id : named->second) {
    if (parts->size() == 2 && id.namespace_ != parts->front()) continue;
    if (signature == name.size() || id.name == bare + name.substr(signature)) found.push_back(id);
  }
  return found;
}

void add_declared_reads(Catalog& catalog, const Reads& reads) {
  for (const auto& [reader, all] : reads) {
    Object* object = catalog.find(reader);
    if (object == nullptr) continue;
    std::vector<Dependency>& edges = object->depends_on;
    for (const ObjectId& id : all)
      if (id != reader && catalog.find(id) != nullptr) edges.push_back({id, {}, {}, DependencyType::soft});
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  }
}

void note_declared_reads(const Catalog& from, const Catalog& to, Migration& migration) {
  const Reads before = declared_reads(from);
  for (auto& [reader, reads] : declared_reads(to)) {
    const auto known = before.find(reader);
    if (known == before.end() || known->second != reads) migration.reads[reader] = reads;
  }
}

}  // namespace schemac
