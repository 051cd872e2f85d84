// current, history, heads, branches, show.
#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "apply/apply.h"
#include "apply/squashed_ranges.h"
#include "cli/commands.h"
#include "workspace/migration_files.h"

namespace schemac::cli {
namespace {

nlohmann::json brief_json(const Migration& migration) {
  return {{"revision", migration.revision}, {"message", migration.message}, {"parents", migration.parents}};
}

nlohmann::json step_json(const MigrationStep& step) {
  nlohmann::json item = {{"title", step.title}, {"sql", step.sql}, {"transactional", step.transactional}};
  if (step.commit_after) item["commit"] = true;
  if (step.batch) item["batch"] = *step.batch;
  if (step.lock_timeout) item["lock_timeout"] = *step.lock_timeout;
  return item;
}

RevisionGraph read_graph(Context& context) {
  RevisionGraph graph = read_migrations(context.environment());
  context.stop_on_errors();
  return graph;
}

// The ledger of the project's database.
LedgerState read_ledger(Context& context) {
  Environment& environment = context.environment();
  const std::unique_ptr<pg::Session> session = pg::connect(target_url(environment), pg::Settings::catalog);
  return Ledger(*session, environment.project.name).read();
}

int current(Context& context) {
  const RevisionGraph files = read_graph(context);
  const LedgerState state = with_squashes(files, read_ledger(context));
  const RevisionGraph graph = with_applied(files, state);
  const std::vector<std::string> heads = graph.heads_of(state.revisions());
  const std::vector<std::string> all_heads = files.heads();
  nlohmann::json list = nlohmann::json::array();
  std::string text;
  for (const std::string& revision : heads) {
    const Migration& migration = graph.migrations.at(revision);
    const AppliedMigration* const applied = state.find(revision);
    const bool is_head = std::find(all_heads.begin(), all_heads.end(), revision) != all_heads.end();
    text += fmt::format("{}  {}{}\n", revision, migration.message, is_head ? " (head)" : "");
    nlohmann::json item = brief_json(migration);
    item["head"] = is_head;
    item["applied_at"] = applied->applied_at;
    item["applied_by"] = applied->applied_by;
    list.push_back(std::move(item));
  }
  std::vector<std::string> pending;
  for (const std::string& revision : files.order) {
    if (state.find(revision) == nullptr) pending.push_back(revision);
  }
  if (context.json()) {
    context.print_json({{"current", list}, {"pending", pending}});
  } else {
    context.print(text);
    if (heads.empty()) context.reporter().message("nothing is applied");
    if (!pending.empty()) {
      context.reporter().message(fmt::format("{} {} pending", pending.size(),
                                             pending.size() == 1 ? "migration is" : "migrations are"));
    }
  }
  return exit_ok;
}

int history(Context& context, bool offline) {
  RevisionGraph graph = read_graph(context);
  LedgerState state;
  if (!offline) {
    state = with_squashes(graph, read_ledger(context));
    graph = with_applied(graph, state);
  }
  if (!context.json()) {
    context.print(draw(graph, state.revisions()));
    return exit_ok;
  }
  nlohmann::json list = nlohmann::json::array();
  for (auto it = graph.order.rbegin(); it != graph.order.rend(); ++it) {
    const Migration& migration = graph.migrations.at(*it);
    nlohmann::json item = brief_json(migration);
    item["created"] = migration.created;
    item["path"] = migration.file == 0 ? nlohmann::json(nullptr)
                                       : nlohmann::json(std::string(context.sources().path(migration.file)));
    item["head"] = !graph.children.contains(*it);
    if (!offline) item["applied"] = state.find(*it) != nullptr;
    list.push_back(std::move(item));
  }
  context.print_json({{"migrations", list}});
  return exit_ok;
}

int heads(Context& context) {
  const RevisionGraph graph = read_graph(context);
  nlohmann::json list = nlohmann::json::array();
  std::string text;
  for (const std::string& revision : graph.heads()) {
    const Migration& migration = graph.migrations.at(revision);
    text += fmt::format("{}  {}\n", revision, migration.message);
    list.push_back(brief_json(migration));
  }
  if (context.json())
    context.print_json({{"heads", list}});
  else
    context.print(text);
  return exit_ok;
}

int branches(Context& context) {
  const RevisionGraph graph = read_graph(context);
  nlohmann::json list = nlohmann::json::array();
  std::string text;
  for (const std::string& revision : graph.order) {
    const auto children = graph.children.find(revision);
    if (children == graph.children.end() || children->second.size() < 2) continue;
    const Migration& migration = graph.migrations.at(revision);
    nlohmann::json item = brief_json(migration);
    item["children"] = children->second;
    list.push_back(std::move(item));
    text += fmt::format("{}  {}\n", revision, migration.message);
    for (const std::string& child : children->second) {
      text += fmt::format("    -> {}  {}\n", child, graph.migrations.at(child).message);
    }
  }
  if (context.json())
    context.print_json({{"branches", list}});
  else
    context.print(text);
  return exit_ok;
}

int show(Context& context, const std::string& word) {
  const RevisionGraph graph = read_graph(context);
  const bool relative = word.starts_with('+') || word.starts_with('-');
  const ResolvedRevisions resolved =
      resolve_revision(graph, word, relative ? read_ledger(context).revisions() : std::vector<std::string>{});
  if (!resolved.error.empty()) throw UserError(resolved.error, "`schemac history` lists the revisions");
  nlohmann::json list = nlohmann::json::array();
  for (const std::string& revision : resolved.revisions) {
    const Migration& migration = graph.migrations.at(revision);
    if (!context.json()) {
      context.print(context.sources().text(migration.file));
      continue;
    }
    nlohmann::json item = brief_json(migration);
    item["path"] = std::string(context.sources().path(migration.file));
    item["created"] = migration.created;
    item["from"] = migration.from;
    item["to"] = migration.to;
    item["proved"] = migration.proved;
    item["creates"] = migration.creates;
    item["drops"] = migration.drops;
    item["hazards"] = migration.hazards;
    item["checksum"] = migration.checksum;
    item["up"] = nlohmann::json::array();
    item["down"] = nlohmann::json::array();
    for (const MigrationStep& step : migration.up) item["up"].push_back(step_json(step));
    for (const MigrationStep& step : migration.down) item["down"].push_back(step_json(step));
    list.push_back(std::move(item));
  }
  if (context.json()) context.print_json({{"migrations", list}});
  return exit_ok;
}

}  // namespace

void add_history(CommandLine& line) {
  line.on(line.add("current", "Print the revisions that the database is at"), current);

  auto offline = std::make_shared<bool>(false);
  Subcommand command = line.add("history", "Print the migrations as a graph, newest first");
  command->add_flag("--offline", *offline, "Contact no database, mark nothing as applied");
  line.on(command, [offline](Context& context) { return history(context, *offline); });

  line.on(line.add("heads", "Print the revisions that no other revision follows"), heads);
  line.on(line.add("branches", "Print the revisions that several others follow"), branches);

  auto word = std::make_shared<std::string>();
  command = line.add("show", "Print a migration");
  command->add_option("revision", *word, "Print this revision: its id, a unique prefix, head, -1 …")
      ->required()
      ->type_name("REVISION");
  line.on(command, [word](Context& context) { return show(context, *word); });
}

}  // namespace schemac::cli
