#include <memory>

#include <fmt/format.h>

#include "artifact/manifest.h"
#include "cli/commands.h"
#include "compile/compile.h"

namespace schemac::cli {
namespace {

struct GraphArguments {
  std::string of;
  bool up = false;
  bool down = false;
};

// An object by its id ("table public.t"), its qualified name, or its bare name where that is unique.
ObjectId find_object(const ArtifactSet& set, const std::string& word) {
  std::vector<ObjectId> found;
  std::vector<std::string> names;
  for (const Artifact& artifact : set.artifacts) {
    names.push_back(artifact.id.text());
    if (artifact.id.text() == word) return artifact.id;
    if (qualified_name(artifact.id) == word || artifact.id.name == word) found.push_back(artifact.id);
    names.push_back(qualified_name(artifact.id));
  }
  // A table and its key may share a name: relations come before their parts.
  std::stable_sort(found.begin(), found.end(), [](const ObjectId& a, const ObjectId& b) {
    return a.relation.size() < b.relation.size();
  });
  if (found.empty())
    throw UserError(fmt::format("no object {}", word), did_you_mean(nearest_name(word, names)));
  return found.front();
}

int graph(Context& context, const GraphArguments& options) {
  Environment& environment = context.environment();
  const Compiled compiled =
      compile(environment.project, context.files(), context.sources(), context.diagnostics());
  context.stop_on_errors();
  GraphSelection selection;
  if (!options.of.empty()) {
    selection.of = find_object(compiled.artifacts, options.of);
    selection.up = options.up || !options.down;
    selection.down = options.down || !options.up;
  }
  const std::string& format = context.options.format;
  if (format == "text" || format == "dot") {
    context.print(graph_text(compiled.artifacts, GraphFormat::dot, selection));
  } else if (format == "mermaid") {
    context.print(graph_text(compiled.artifacts, GraphFormat::mermaid, selection));
  } else if (format == "json") {
    context.print(graph_text(compiled.artifacts, GraphFormat::json, selection));
  } else if (format == "html") {
    context.print(graph_text(compiled.artifacts, GraphFormat::html, selection));
  } else {
    throw UserError(fmt::format("graph has no format {}", format), "dot, mermaid, json or html", exit_usage);
  }
  return exit_ok;
}

}  // namespace

void add_graph(CommandLine& line) {
  auto options = std::make_shared<GraphArguments>();
  Subcommand command =
      line.add("graph", "Print the dependency graph as dot, mermaid, json or html (default: dot)");
  command->add_option("--of", options->of, "Print only OBJECT, its dependencies and its dependents")
      ->type_name("OBJECT");
  command->add_flag("--up", options->up, "Print only the dependencies of OBJECT");
  command->add_flag("--down", options->down, "Print only the dependents of OBJECT");
  line.on(command, [options](Context& context) { return graph(context, *options); });
}

}  // namespace schemac::cli
