#include <memory>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "migrate/plan.h"
#include "pg/session.h"
#include "run/object_facts.h"
#include "run/state.h"

namespace schemac::cli {
namespace {

struct Options {
  std::string from = "database";
  std::string to = "project";
  std::string online = "auto";
  std::string views = "recreate";
  std::string unmanaged_dependents = "rebuild";
  std::vector<std::string> allow;
  bool drop_unmanaged = false;
  bool exit_code = false;
  bool down = false;
};

const char* action_name(Change::Action action) {
  switch (action) {
    case Change::Action::create:
      return "create";
    case Change::Action::drop:
      return "drop";
    case Change::Action::alter:
      return "alter";
    case Change::Action::rename:
      return "rename";
  }
  return "alter";
}

const char* fate_name(DependentFate::Fate fate) {
  switch (fate) {
    case DependentFate::Fate::untouched:
      return "untouched";
    case DependentFate::Fate::altered:
      return "altered";
    case DependentFate::Fate::replaced:
      return "replaced";
    case DependentFate::Fate::rebuilt:
      return "rebuilt";
    case DependentFate::Fate::dropped:
      return "dropped";
  }
  return "untouched";
}

nlohmann::json hazard_json(const Hazard& hazard) {
  return {{"code", hazard.code},
          {"message", hazard.message},
          {"object", hazard.object.text()},
          {"advice", hazard.advice},
          {"destructive", hazard.destructive}};
}

// One script that psql runs as it stands: what may be in a transaction is in one, the rest between.
std::string plan_sql(const Plan& plan) {
  std::ostringstream out;
  bool open = false;
  const auto close = [&] {
    if (std::exchange(open, false)) out << "COMMIT;\n\n";
  };
  for (const Step& step : plan.steps) {
    if (step.transactional && !open) {
      out << "BEGIN;\n";
      open = true;
    } else if (!step.transactional) {
      close();
    }
    out << fmt::format("-- {}  [lock: {}{}]\n", step.title, lock_name(step.lock),
                       step.brief ? ", brief" : "");
    for (const Hazard& hazard : step.hazards) {
      out << fmt::format("-- hazard {}: {}{}{}\n", hazard.code, hazard.message,
                         hazard.advice.empty() ? "" : " ", hazard.advice);
    }
    out << step.sql << ";\n";
    if (step.commit_after) close();
  }
  close();
  return out.str();
}

std::string plan_text(const Plan& plan) {
  std::ostringstream out;
  for (const Change& change : plan.changes) {
    out << fmt::format("{} {}", action_name(change.action), change.id.text());
    if (change.renamed_from) out << fmt::format(" (was {})", change.renamed_from->text());
    out << "\n";
    for (const Difference& difference : change.differences) {
      out << fmt::format("    {}: {} -> {}\n", difference.attribute,
                         difference.from.empty() ? "(none)" : difference.from,
                         difference.to.empty() ? "(none)" : difference.to);
    }
  }
  if (!plan.dependents.empty()) out << "dependents:\n";
  for (const DependentFate& fate : plan.dependents) {
    out << fmt::format("    {} {} (because of {}){}\n", fate_name(fate.fate), fate.object.text(),
                       fate.because_of.text(), fate.managed ? "" : " [not managed]");
  }
  if (!plan.steps.empty()) out << "steps:\n";
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    out << fmt::format("{:4}. {}  [lock: {}{}{}]\n", i + 1, step.title, lock_name(step.lock),
                       step.brief ? ", brief" : "", step.transactional ? "" : "; no transaction");
    for (const Hazard& hazard : step.hazards)
      out << fmt::format("      hazard {}: {}\n", hazard.code, hazard.message);
  }
  return out.str();
}

nlohmann::json plan_json(const Plan& plan) {
  nlohmann::json changes = nlohmann::json::array();
  for (const Change& change : plan.changes) {
    nlohmann::json differences = nlohmann::json::array();
    for (const Difference& d : change.differences) {
      differences.push_back({{"attribute", d.attribute}, {"from", d.from}, {"to", d.to}});
    }
    nlohmann::json item = {
        {"action", action_name(change.action)}, {"object", change.id.text()}, {"differences", differences}};
    if (change.renamed_from) item["renamed_from"] = change.renamed_from->text();
    changes.push_back(std::move(item));
  }
  nlohmann::json steps = nlohmann::json::array();
  for (const Step& step : plan.steps) {
    nlohmann::json hazards = nlohmann::json::array();
    for (const Hazard& hazard : step.hazards) hazards.push_back(hazard_json(hazard));
    steps.push_back({{"title", step.title},
                     {"object", step.object.text()},
                     {"sql", step.sql},
                     {"lock", std::string(lock_name(step.lock))},
                     {"brief", step.brief},
                     {"transactional", step.transactional},
                     {"hazards", hazards}});
  }
  nlohmann::json dependents = nlohmann::json::array();
  for (const DependentFate& fate : plan.dependents) {
    dependents.push_back({{"object", fate.object.text()},
                          {"fate", fate_name(fate.fate)},
                          {"because_of", fate.because_of.text()},
                          {"managed", fate.managed}});
  }
  return {
      {"plan", {{"changes", changes}, {"steps", steps}, {"dependents", dependents}, {"notes", plan.notes}}}};
}

PlanOptions plan_options(const Options& options) {
  PlanOptions result;
  result.online = options.online == "always"  ? Online::always
                  : options.online == "never" ? Online::never
                                              : Online::automatic;
  result.views = options.views == "swap" ? ViewStrategy::swap : ViewStrategy::recreate;
  result.refuse_unmanaged_dependents = options.unmanaged_dependents == "refuse";
  return result;
}

// Renames that the wanted state declares.
void add_renames(const run::State& to, const Catalog& from, DiffOptions& diff) {
  for (const Artifact& artifact : to.artifacts.artifacts) {
    ObjectId old = artifact.id;
    if (artifact.renamed_from) {
      const std::size_t dot = artifact.renamed_from->find('.');
      old.name = dot == std::string::npos ? *artifact.renamed_from : artifact.renamed_from->substr(dot + 1);
      if (dot != std::string::npos) old.namespace_ = artifact.renamed_from->substr(0, dot);
      if (from.find(old) != nullptr && from.find(artifact.id) == nullptr) diff.renamed[artifact.id] = old;
    }
    for (const auto& [column, was] : artifact.columns_renamed_from)
      diff.renamed_columns[{artifact.id, column}] = was;
  }
}

int run_diff(Context& context, const Options& options) {
  run::Environment& environment = context.environment(Context::ProjectFile::optional);
  const run::State from = run::read_state(environment, options.from, options.from != "database");
  const run::State to = run::read_state(environment, options.to, options.from != "database");
  context.stop_on_errors();
  for (const run::State* state : {&from, &to}) {
    for (const std::string& unread : state->catalog.unread) {
      context.reporter().message(fmt::format("{}: not compared: {}", state->description, unread));
    }
  }
  PlanOptions plan_settings = plan_options(options);
  plan_settings.diff.all_attributes = options.from != "database";
  add_renames(to, from.catalog, plan_settings.diff);
  if (from.catalog.server_version_num > 0)
    plan_settings.target_server_major = from.catalog.server_version_num / 10000;
  if (from.kind == run::StateKind::database) {
    const std::unique_ptr<pg::Session> session = pg::connect(from.database_url);
    plan_settings.facts = run::read_object_facts(*session);
    if (options.from == "database" && !options.drop_unmanaged) {
      plan_settings.unmanaged = run::unmanaged_objects(environment, *session, from.catalog);
    }
  }
  const Plan forward = plan(from.catalog, to.catalog, plan_settings);

  const std::string& format = context.options.format;
  if (format == "json") {
    context.print_json(plan_json(forward));
  } else if (context.options.format == "text" && !context.options.verbose && !context.options.explain) {
    context.print(forward.empty()
                      ? fmt::format("-- no difference between {} and {}\n", from.description, to.description)
                      : plan_sql(forward));
  } else if (format == "sql") {
    context.print(forward.empty()
                      ? fmt::format("-- no difference between {} and {}\n", from.description, to.description)
                      : plan_sql(forward));
  } else if (format == "text") {
    context.print(plan_text(forward));
  } else {
    throw run::UserError(fmt::format("diff has no format {}", format), "sql, text or json", exit_usage);
  }
  for (const std::string& note : forward.notes) context.reporter().message("note: " + note);
  if (options.down && format != "json") {
    PlanOptions reverse = plan_settings;
    reverse.diff.renamed.clear();
    reverse.diff.renamed_columns.clear();
    for (const auto& [id, old] : plan_settings.diff.renamed) reverse.diff.renamed[old] = id;
    for (const auto& [key, old] : plan_settings.diff.renamed_columns) {
      const auto table = plan_settings.diff.renamed.find(key.first);
      reverse.diff
          .renamed_columns[{table == plan_settings.diff.renamed.end() ? key.first : table->second, old}] =
          key.second;
    }
    context.print("\n-- down\n" + plan_sql(plan(to.catalog, from.catalog, reverse)));
  }
  if (forward.refused) return exit_refused;
  const std::set<std::string> allowed(options.allow.begin(), options.allow.end());
  for (const Hazard& hazard : forward.hazards()) {
    if (!hazard.destructive || allowed.contains("all") || allowed.contains(hazard.code)) continue;
    context.reporter().message(fmt::format("hazard {}: {} {}", hazard.code, hazard.message, hazard.advice));
    context.reporter().message(fmt::format("refused; --allow {} lets it pass", hazard.code));
    return exit_refused;
  }
  return options.exit_code && !forward.changes.empty() ? exit_difference : exit_ok;
}

}  // namespace

void add_diff(CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      line.add("diff", "The plan that leads from one state to another (--format sql, text, json)");
  command->add_option("--from", options->from, "State to start from (default: database)")->type_name("STATE");
  command->add_option("--to", options->to, "State wanted (default: project)")->type_name("STATE");
  command->add_option("--online", options->online, "Online forms: auto, always, never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  command->add_option("--views", options->views, "Changed materialized views: swap or recreate")
      ->check(CLI::IsMember({"swap", "recreate"}));
  command
      ->add_option("--unmanaged-dependents", options->unmanaged_dependents,
                   "Views of others in the way: rebuild or refuse")
      ->check(CLI::IsMember({"rebuild", "refuse"}));
  command->add_flag("--drop-unmanaged", options->drop_unmanaged, "Drop what the project does not manage");
  command->add_option("--allow", options->allow, "Destructive hazards that are wanted, or all")
      ->delimiter(',')
      ->type_name("HAZARD");
  command->add_flag("--exit-code", options->exit_code, "Exit 2 where there is a difference");
  command->add_flag("--down", options->down, "Print the reverse plan too");
  line.on(command, [options](Context& context) { return run_diff(context, *options); });
}

}  // namespace schemac::cli
