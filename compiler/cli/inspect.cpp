#include <cctype>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "artifact/artifact.h"
#include "artifact/manifest.h"
#include "catalog/ddl.h"
#include "catalog/text.h"
#include "cli/commands.h"
#include "raise/reverse.h"
#include "scratch/state.h"
#include "sqltext/body_reads.h"

namespace schemac::cli {
namespace {

// A catalog as artifacts: the same order, script and graphs as for compiled sources.
ArtifactSet artifacts_of(const Catalog& catalog, Diagnostics& diagnostics) {
  ArtifactSet set;
  const DependencyGraph graph(catalog);
  BodyReads bodies(catalog, graph);
  for (const auto& [id, object] : catalog.objects) {
    Artifact artifact;
    artifact.id = id;
    artifact.statements = create_statements(object);
    for (const Dependency& dependency : object.depends_on) {
      if (catalog.find(dependency.on) == nullptr || dependency.on == id) continue;
      const bool declared = dependency.type == DependencyType::soft;
      (declared ? artifact.soft_depends_on : artifact.depends_on).push_back(dependency.on);
      if (declared) artifact.stated.declared.push_back(dependency.on);
    }
    for (const ObjectId& read : bodies.of(id)) artifact.soft_depends_on.push_back(read);
    set.artifacts.push_back(std::move(artifact));
  }
  order_and_hash(set, diagnostics);
  return set;
}

// A name as LinkML allows it: letters, digits and '_'.
std::string schema_name(std::string name) {
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name.empty() || std::isdigit(static_cast<unsigned char>(name.front())) != 0 ? "schema_" + name
                                                                                     : name;
}

int inspect(Context& context, const std::string& word) {
  Environment& environment = context.environment(Context::ProjectFile::optional);
  const State state = read_state(environment, word, true);
  context.stop_on_errors();
  for (const std::string& unread : state.catalog.unread) context.reporter().message("not read: " + unread);
  const std::string& format = context.options.format;
  if (format == "catalog") {
    context.print(dump(state.catalog));
    return exit_ok;
  }
  if (format == "json") {
    context.print_json(to_json(state.catalog));
    return exit_ok;
  }
  if (format == "linkml") {
    context.print(linkml_of_catalog(state.catalog, schema_name(environment.project.name)));
    return exit_ok;
  }
  const ArtifactSet set = artifacts_of(state.catalog, context.diagnostics());
  context.stop_on_errors();
  if (format == "text" || format == "sql") {
    context.print(schema_script(set));
  } else if (format == "dot") {
    context.print(graph_text(set, GraphFormat::dot));
  } else if (format == "mermaid") {
    context.print(graph_text(set, GraphFormat::mermaid));
  } else if (format == "html") {
    context.print(graph_text(set, GraphFormat::html));
  } else {
    throw UserError(fmt::format("inspect has no format {}", format),
                    "sql, linkml, catalog, json, dot, mermaid or html", exit_usage);
  }
  return exit_ok;
}

}  // namespace

void add_inspect(CommandLine& line) {
  auto state = std::make_shared<std::string>("database");
  Subcommand command =
      line.add("inspect", "Print a state as sql, linkml, catalog, json, dot, mermaid or html (default: sql)");
  command
      ->add_option("state", *state,
                   "Print this state: empty, database, project, manifest, migrations[@REV], a URL, a file "
                   "(default: database)")
      ->type_name("STATE");
  line.on(command, [state](Context& context) { return inspect(context, *state); });
}

}  // namespace schemac::cli
