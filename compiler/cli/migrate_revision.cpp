// revision, merge, squash.
#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/plan_print.h"
#include "revise/autogenerate.h"
#include "revise/merge.h"
#include "revise/squash.h"

namespace schemac::cli {
namespace {

struct RevisionArguments {
  RevisionOptions revision;
  std::string against = "history";
  std::string head;
  std::string online = "auto";
  std::string views = "recreate";
};

nlohmann::json migration_json(const Migration& migration, const std::string& path) {
  return {{"revision", migration.revision}, {"message", migration.message},
          {"parents", migration.parents},   {"path", path},
          {"proved", migration.proved},     {"hazards", migration.hazards},
          {"creates", migration.creates},   {"drops", migration.drops}};
}

// The advice of the hazards, without duplicates.
std::vector<std::string> advice_of(const Plan& plan) {
  std::vector<std::string> advice;
  for (const Hazard& hazard : plan.hazards()) {
    const bool reported = std::find(advice.begin(), advice.end(), hazard.advice) != advice.end();
    if (!reported && !hazard.advice.empty()) advice.push_back(hazard.advice);
  }
  return advice;
}

void report(Context& context, const Migration& migration, const std::string& path, bool dry_run,
            const Plan& plan = {}) {
  if (context.json()) {
    nlohmann::json item = migration_json(migration, path);
    nlohmann::json account = plan_json(plan, {});
    for (const char* part : {"dependents", "rename_suggestions", "notes"})
      item[part] = std::move(account[part]);
    context.print_json({{"migrations", nlohmann::json::array({std::move(item)})}});
  } else {
    context.print(dry_run ? print_migration(migration) : path + "\n");
  }
  for (const std::string& line : plan_remarks(plan, {})) context.reporter().message(line);
  for (const std::string& note : plan.notes) context.reporter().message("note: " + note);
  for (const std::string& hazard : migration.hazards) context.reporter().message("hazard " + hazard);
  for (const std::string& advice : advice_of(plan)) context.reporter().message("advice: " + advice);
  if (migration.proved.starts_with("up; not down")) context.reporter().message("proved " + migration.proved);
}

int make_revision(Context& context, const RevisionArguments& given) {
  RevisionOptions options = given.revision;
  options.against_database = given.against == "database";
  if (!given.head.empty()) options.head = given.head;
  options.online = given.online == "always"  ? Online::always
                   : given.online == "never" ? Online::never
                                             : Online::automatic;
  options.views = given.views == "swap" ? ViewStrategy::swap : ViewStrategy::recreate;
  if (options.message.empty() && !options.autogenerate) {
    throw UserError("an empty revision needs a message", "schemac revision -m MESSAGE, or --autogenerate",
                    exit_usage);
  }
  const NewRevision made = make_revision(context.environment(), options);
  context.stop_on_errors();
  if (made.migration) {
    report(context, *made.migration, made.path, options.dry_run, made.plan);
  } else if (context.json()) {
    context.print_json({{"migrations", nlohmann::json::array()}});
  } else {
    context.reporter().message("nothing to do: the migrations match the sources");
  }
  return exit_ok;
}

int merge(Context& context, const std::string& message, const std::vector<std::string>& heads) {
  const Merged merged = merge(context.environment(), message, heads);
  context.stop_on_errors();
  report(context, merged.migration, merged.path, false);
  return exit_ok;
}

int squash(Context& context, const std::string& range, const std::string& message) {
  const Squashed squashed = squash(context.environment(), range, message);
  context.stop_on_errors();
  report(context, squashed.migration, squashed.path, false);
  if (squashed.strung_together)
    context.reporter().message("the range changes rows, so its steps are kept as they are");
  context.reporter().message(
      fmt::format("{} migrations are replaced; keep their files until every database is past them",
                  squashed.replaced.size()));
  return exit_ok;
}

}  // namespace

void add_revision(CommandLine& line) {
  auto options = std::make_shared<RevisionArguments>();
  Subcommand command = line.add("revision", "Write a migration");
  command->add_option("-m,--message", options->revision.message,
                      "Set the message (default with --autogenerate: made from the changes)");
  command->add_flag("--autogenerate", options->revision.autogenerate,
                    "Fill the migration with the changes of the sources, proved up and down");
  command
      ->add_option("--against", options->against,
                   "Compare the sources with the replayed migrations or the database (default: history)")
      ->one_of({"history", "database"});
  command->add_option("--head", options->head, "Follow this revision (default: the head)")
      ->type_name("REVISION");
  command->add_flag("--splice", options->revision.splice,
                    "Allow a --head that is not a head; this starts a branch");
  command
      ->add_option("--fail-on", options->revision.fail_on,
                   "Refuse a migration that has one of these hazards, or any (all)")
      ->delimiter(',')
      ->type_name("HAZARD");
  command->add_flag("--dry-run", options->revision.dry_run, "Print the migration, write nothing");
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
      ->add_option("--backfill", options->revision.backfill,
                   "Change the type of these columns (schema.table.column, or all) in a second column, "
                   "filled in batches")
      ->delimiter(',')
      ->type_name("COLUMN");
  line.on(command, [options](Context& context) { return make_revision(context, *options); });

  auto message = std::make_shared<std::string>();
  auto heads = std::make_shared<std::vector<std::string>>();
  command = line.add("merge", "Join heads by one migration, and prove that their order makes no difference");
  command->add_option("-m,--message", *message, "Set the message (default: made from the revisions)");
  command->add_option("revisions", *heads, "Join these heads (default: all)")->type_name("REVISION");
  line.on(command, [message, heads](Context& context) { return merge(context, *message, *heads); });

  auto range = std::make_shared<std::string>();
  auto squash_message = std::make_shared<std::string>();
  command = line.add("squash", "Replace a range of migrations by one proved migration");
  command->add_option("range", *range, "Replace the migrations from the first to the last, both included")
      ->required()
      ->type_name("REV..REV");
  command->add_option("-m,--message", *squash_message, "Set the message (default: made from the revisions)");
  line.on(command,
          [range, squash_message](Context& context) { return squash(context, *range, *squash_message); });
}

}  // namespace schemac::cli
