#include <algorithm>
#include <memory>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "catalog/in_words.h"
#include "cli/commands.h"
#include "cli/plan_print.h"
#include "pg/session.h"
#include "plan/plan.h"
#include "scratch/declared_renames.h"
#include "scratch/object_facts.h"
#include "scratch/state.h"

namespace schemac::cli {
namespace {

struct DiffArguments {
  std::string from = "database";
  std::string to = "project";
  std::string online = "auto";
  std::string views = "recreate";
  std::string unmanaged_dependents = "rebuild";
  std::vector<std::string> allow;
  std::vector<std::string> backfill;
  bool drop_unmanaged = false;
  bool exit_code = false;
  bool down = false;
};

PlanOptions plan_options(const DiffArguments& options) {
  PlanOptions result;
  result.online = options.online == "always"  ? Online::always
                  : options.online == "never" ? Online::never
                                              : Online::automatic;
  result.views = options.views == "swap" ? ViewStrategy::swap : ViewStrategy::recreate;
  result.refuse_unmanaged_dependents = options.unmanaged_dependents == "refuse";
  result.backfill = options.backfill;
  return result;
}

enum class Format { sql, text, json };

// The default format is sql; with --explain or --verbose it is text.
Format chosen_format(const GlobalOptions& global, bool given) {
  if (global.format == "json") return Format::json;
  if (global.format == "sql") return Format::sql;
  if (global.format == "text") return given || global.verbose || global.explain ? Format::text : Format::sql;
  throw UserError(fmt::format("diff has no format {}", global.format), "sql, text or json", exit_usage);
}

// An empty database has the namespace public.
void share_public(State& empty, const State& other) {
  const ObjectId id{Kind::namespace_, {}, {}, "public"};
  const Object* found = other.catalog.find(id);
  if (empty.kind == StateKind::empty && found != nullptr) empty.catalog.add(*found);
}

bool is_allowed(const DiffArguments& options, const Hazard& hazard) {
  return std::any_of(options.allow.begin(), options.allow.end(),
                     [&](const std::string& code) { return code == "all" || code == hazard.code; });
}

// True if the plan has destructive hazards that are not allowed.
bool report_hazards(Reporter& reporter, const DiffArguments& options, const Plan& plan) {
  std::set<std::string> refused;
  for (const Hazard& hazard : plan.hazards()) {
    if (!hazard.destructive || is_allowed(options, hazard)) continue;
    reporter.message(fmt::format("hazard {}: {} {}", hazard.code, hazard.message, hazard.advice));
    refused.insert(hazard.code);
  }
  if (!refused.empty())
    reporter.message(fmt::format("refused; to allow it, add --allow {}", fmt::join(refused, ",")));
  return !refused.empty();
}

// Unmanaged objects in the managed namespaces, without those that belong to another unmanaged object.
void report_unmanaged(Reporter& reporter, const std::vector<ObjectId>& unmanaged, const Catalog& to) {
  const std::set<ObjectId> ids(unmanaged.begin(), unmanaged.end());
  const auto stands_on_one = [&](const ObjectId& id) {
    return std::any_of(ids.begin(), ids.end(), [&](const ObjectId& other) {
      return other.relation.empty() && other.namespace_ == id.namespace_ && other.name == id.relation;
    });
  };
  std::vector<std::string> names;
  for (const ObjectId& id : ids) {
    if (to.find(id) == nullptr && (id.relation.empty() || !stands_on_one(id))) names.push_back(in_words(id));
  }
  if (names.empty()) return;
  reporter.message(
      fmt::format("unmanaged, not changed (--drop-unmanaged drops them): {}", fmt::join(names, ", ")));
}

// Sources are elaborated for the server that they are compared with.
void elaborate_for_compared_server(Environment& environment, const DiffArguments& options) {
  for (const std::string* word : {&options.from, &options.to}) {
    const bool url = is_database_state(*word) && *word != "database";
    if (url && environment.database_url.empty() && options.from != "database" && options.to != "database")
      environment.database_url = *word;
  }
}

struct Plans {
  Plan forward;
  std::optional<Plan> reverse;
};

void print_plans(Context& context, Format format, const Plans& plans,
                 const std::map<ObjectId, ObjectFacts>& facts, const std::string& none,
                 const ScriptSettings& settings) {
  const auto& [forward, reverse] = plans;
  switch (format) {
    case Format::json: {
      nlohmann::json json = {{"plan", plan_json(forward, facts)}};
      if (reverse) json["down"] = plan_json(*reverse, {});
      context.print_json(json);
      break;
    }
    case Format::sql:
      if (forward.empty()) context.print(none);
      context.print(plan_script(forward, facts, settings));
      if (reverse) context.print("\n-- down\n" + plan_script(*reverse, {}, settings));
      break;
    case Format::text:
      context.print(forward.empty() ? none : plan_account(forward, facts));
      if (reverse) context.print("\ndown:\n" + plan_account(*reverse, {}));
      break;
  }
}

int run_diff(Context& context, const DiffArguments& options, bool format_given) {
  const Format format = chosen_format(context.options, format_given);
  Environment& environment = context.environment(Context::ProjectFile::optional);
  const bool managed_only = options.from == "database";
  // Sources state no owners and default privileges: these are compared only between two databases, or between
  // two sources.
  const bool from_database = is_database_state(options.from);
  const bool to_database = is_database_state(options.to);
  const bool all_attributes = !managed_only && from_database == to_database;
  elaborate_for_compared_server(environment, options);
  auto [from, to] = read_states(environment, options.from, options.to, all_attributes);
  context.stop_on_errors();
  share_public(from, to);
  share_public(to, from);
  for (const State* state : {&from, &to}) {
    for (const std::string& unread : state->catalog.unread) {
      context.reporter().message(fmt::format("{}: not compared: {}", state->description, unread));
    }
  }
  PlanOptions planning = plan_options(options);
  planning.diff.all_attributes = all_attributes;
  add_declared_renames(to.artifacts, from.catalog, planning.diff);
  for (const State* state : {&to, &from}) {
    if (state->catalog.server_version_num > 0)
      planning.target_server_major = state->catalog.server_version_num / 10000;
  }
  if (from.kind == StateKind::database) {
    const std::unique_ptr<pg::Session> session = pg::connect(from.database_url, pg::Settings::catalog);
    planning.facts = read_object_facts(*session);
    if (managed_only && !options.drop_unmanaged) {
      planning.unmanaged = unmanaged_objects(environment, *session, from.catalog);
      report_unmanaged(context.reporter(), planning.unmanaged, to.catalog);
    }
  }
  Plans plans{plan(from.catalog, to.catalog, planning), {}};
  if (options.down) {
    PlanOptions backward = planning;
    backward.diff = reversed(planning.diff);
    backward.facts.clear();
    backward.unmanaged.clear();
    plans.reverse = plan(to.catalog, from.catalog, backward);
  }

  const ScriptSettings settings{to.artifacts.search_path, environment.project.database.lock_timeout};
  const bool all_read = from.catalog.unread.empty() && to.catalog.unread.empty();
  const std::string none = fmt::format("-- no difference between {} and {}{}\n", from.description,
                                       to.description, all_read ? "" : " in what is compared");
  print_plans(context, format, plans, planning.facts, none, settings);
  const Plan& forward = plans.forward;
  for (const std::string& note : forward.notes) {
    // Reported above, with the state that has them.
    if (!note.starts_with("Not read")) context.reporter().message("note: " + note);
  }
  if (forward.refused) {
    context.reporter().message("refused: unmanaged objects block the plan, see the notes");
    return exit_refused;
  }
  if (report_hazards(context.reporter(), options, forward)) return exit_refused;
  return options.exit_code && !forward.changes.empty() ? exit_difference : exit_ok;
}

}  // namespace

void add_diff(CommandLine& line) {
  auto options = std::make_shared<DiffArguments>();
  Subcommand command =
      line.add("diff", "Print the plan from one state to another as sql, text or json (default: sql)");
  command->add_option("--from", options->from, "Start from this state (default: database)")
      ->type_name("STATE");
  command->add_option("--to", options->to, "Lead to this state (default: project)")->type_name("STATE");
  command
      ->add_option("--online", options->online,
                   "Use forms that do not block readers and writers; auto: for tables not known to be small "
                   "(default: auto)")
      ->one_of({"auto", "always", "never"});
  command
      ->add_option("--views", options->views,
                   "Swap or recreate changed materialized views (default: recreate)")
      ->one_of({"swap", "recreate"});
  command
      ->add_option("--backfill", options->backfill,
                   "Change the type of these columns (schema.table.column, or all) in a second column, "
                   "filled in batches")
      ->delimiter(',')
      ->type_name("COLUMN");
  command
      ->add_option("--unmanaged-dependents", options->unmanaged_dependents,
                   "Rebuild unmanaged views that block the plan, or refuse the plan (default: rebuild)")
      ->one_of({"rebuild", "refuse"});
  command->add_flag("--drop-unmanaged", options->drop_unmanaged, "Drop unmanaged objects too");
  command->add_option("--allow", options->allow, "Allow these destructive hazards, or all")
      ->delimiter(',')
      ->type_name("HAZARD");
  command->add_flag("--exit-code", options->exit_code, "Exit with 2 if there is a difference");
  command->add_flag("--down", options->down, "Print the reverse plan too");
  const Option format = command->global_option("--format");
  line.on(command,
          [options, format](Context& context) { return run_diff(context, *options, format->is_given()); });
}

}  // namespace schemac::cli
