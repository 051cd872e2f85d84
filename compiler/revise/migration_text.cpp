#include "revise/migration_text.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <random>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "catalog/text.h"
#include "plan/attachments.h"
#include "scratch/lookup_rows.h"
#include "sqltext/row_security.h"

namespace schemac {
namespace {

bool makes_routine(const std::vector<MigrationStep>& steps) {
  return std::any_of(steps.begin(), steps.end(), [](const MigrationStep& step) {
    return step.sql.find("FUNCTION") != std::string::npos || step.sql.find("PROCEDURE") != std::string::npos;
  });
}

std::string words(std::string_view kind) {
  std::string out(kind);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::string plural(const std::string& noun) {
  if (noun.ends_with("ex")) return noun + "es";
  if (noun.ends_with('y')) return noun.substr(0, noun.size() - 1) + "ies";
  return noun.ends_with('s') ? noun : noun + "s";
}

// Not named in the message if its relation is created or dropped too.
bool is_part(const Change& change, const std::vector<Change>& changes) {
  return !change.id.relation.empty() && std::any_of(changes.begin(), changes.end(), [&](const Change& other) {
    return other.action == change.action && other.id.relation.empty() && is_relation(other.id.kind) &&
           other.id.namespace_ == change.id.namespace_ && other.id.name == change.id.relation;
  });
}

}  // namespace

std::string random_revision() {
  std::random_device random;
  std::uniform_int_distribution<std::uint64_t> bits(0, (std::uint64_t{1} << 48U) - 1);
  return fmt::format("{:012x}", bits(random));
}

std::string utc_now() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())));
}

std::string write_migration(Environment& environment, Migration& migration) {
  migration.checksum = migration_checksum(migration);
  migration.file_name = migration_file_name(migration);
  std::string path =
      (std::filesystem::path(environment.project.migrations) / migration.file_name).generic_string();
  environment.files.write_if_changed(environment.project.path(path), print_migration(migration));
  return path;
}

std::string stated_fingerprint(const Catalog& catalog) {
  return fmt::format("{} v{} pg{}", fingerprint(catalog), catalog_format_version,
                     catalog.server_version_num / 10000);
}

std::vector<MigrationStep> migration_steps(const Plan& plan, const std::vector<std::string>& search_path) {
  std::vector<MigrationStep> steps;
  for (const Step& step : plan.steps) {
    MigrationStep out;
    out.title = step.title;
    out.sql = step.sql + ";";
    out.transactional = step.transactional;
    out.commit_after = step.commit_after;
    out.batch = step.batch;
    out.lock_timeout = step.lock_timeout;
    if (step.lock != Lock::none) {
      out.annotations.push_back(fmt::format("lock: {}{}", lock_name(step.lock), step.brief ? ", brief" : ""));
    }
    for (const Recreated& recreated : step.recreates) out.annotations.push_back(recreated_mark(recreated));
    if (is_lookup_rows(step.object)) out.annotations.push_back(lookup_rows_mark(step.object));
    steps.push_back(std::move(out));
  }
  std::string path;
  for (const std::string& name : search_path) path += (path.empty() ? "" : ", ") + quote_identifier(name);
  std::string settings = fmt::format("SET search_path = {};\n", path.empty() ? "''" : path);
  // Bodies may name what is created later.
  if (makes_routine(steps)) settings += "SET check_function_bodies = off;\n";
  bool starts_segment = true;
  RowSecurity row_security;
  for (MigrationStep& step : steps) {
    const bool own = !step.transactional || step.batch;
    if (starts_segment || own) row_security.begin_transaction();
    step.sql = row_security.before(step.sql, !own) + step.sql;
    if (starts_segment || own) step.sql = settings + step.sql;
    starts_segment = own || step.commit_after;
  }
  return steps;
}

void describe_plan(const Plan& plan, const Catalog& from, const Catalog& to, Migration& migration) {
  migration.from = stated_fingerprint(from);
  migration.to = stated_fingerprint(to);
  for (const Hazard& hazard : plan.hazards()) {
    std::string line = hazard.code + ": " + hazard.message;
    if (std::find(migration.hazards.begin(), migration.hazards.end(), line) == migration.hazards.end())
      migration.hazards.push_back(std::move(line));
  }
  for (const Change& change : plan.changes) {
    const bool renamed = change.action == Change::Action::rename && change.renamed_from;
    if (change.action == Change::Action::create || renamed) migration.creates.push_back(change.id.text());
    if (change.action == Change::Action::drop) migration.drops.push_back(change.id.text());
    if (renamed) migration.drops.push_back(change.renamed_from->text());
  }
}

std::string message_of(const std::vector<Change>& changes) {
  constexpr std::size_t room = 72;
  std::vector<std::pair<std::pair<Change::Action, Kind>, std::vector<std::string>>> groups;
  for (const Change& change : changes) {
    if (is_part(change, changes)) continue;
    const std::pair key(change.action, change.id.kind);
    auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.first == key; });
    if (group == groups.end()) group = groups.insert(group, {key, {}});
    group->second.push_back(change.id.relation.empty() ? change.id.name
                                                       : change.id.relation + "." + change.id.name);
  }
  std::string named, counted;
  for (const auto& [key, names] : groups) {
    const std::string kind = words(kind_name(key.second));
    named += fmt::format("{}{} {} {}", named.empty() ? "" : "; ", action_name(key.first), kind,
                         fmt::join(names, ", "));
    counted += fmt::format(
        "{}{} {}", counted.empty() ? "" : "; ", action_name(key.first),
        names.size() == 1 ? kind + " " + names[0] : fmt::format("{} {}", names.size(), plural(kind)));
  }
  const std::string message = named.size() <= room ? named : counted;
  if (message.size() <= 2 * room) return message.empty() ? "no change" : message;
  return fmt::format("{} changes", changes.size());
}

}  // namespace schemac
