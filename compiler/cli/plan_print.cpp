#include "cli/plan_print.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "base/text.h"
#include "catalog/in_words.h"
#include "pg/text_settings.h"
#include "plan/backfill.h"
#include "refresh/result_text.h"
#include "sqltext/row_security.h"

namespace schemac::cli {
namespace {

const char* outcome_name(AffectedDependent::Outcome outcome) {
  switch (outcome) {
    case AffectedDependent::Outcome::untouched:
      return "untouched";
    case AffectedDependent::Outcome::altered:
      return "altered";
    case AffectedDependent::Outcome::replaced:
      return "replaced";
    case AffectedDependent::Outcome::rebuilt:
      return "rebuilt";
    case AffectedDependent::Outcome::dropped:
      return "dropped";
  }
  return "untouched";
}

std::string size_text(std::int64_t bytes) {
  constexpr std::int64_t few = 10'240;
  if (bytes < few) return fmt::format("{} bytes", bytes);
  double size = static_cast<double>(bytes);
  const char* unit = "bytes";
  for (const char* next : {"kB", "MB", "GB", "TB"}) {
    if (size < static_cast<double>(few)) break;
    size /= 1024;
    unit = next;
  }
  return fmt::format("{:.0f} {}", size, unit);
}

// The strongest lock that a step on the object takes.
Lock lock_on(const Plan& plan, const ObjectId& id) {
  Lock lock = Lock::none;
  for (const Step& step : plan.steps) {
    if (step.object == id) lock = std::max(lock, step.lock);
  }
  return lock;
}

std::string dependent_text(const Plan& plan, const AffectedDependent& dependent,
                           const std::map<ObjectId, ObjectFacts>& facts) {
  std::string text = fmt::format("{} {}", outcome_name(dependent.outcome), in_words(dependent.object));
  if (dependent.because_of != dependent.change)
    text += fmt::format(", through {}", in_words(dependent.because_of));
  if (const auto known = facts.find(dependent.object); known != facts.end()) {
    text += fmt::format(", {}", size_text(known->second.bytes));
    if (known->second.last_build.count() > 0)
      text += fmt::format(", last built in {}", duration_text(known->second.last_build));
  }
  if (const Lock lock = lock_on(plan, dependent.object); lock != Lock::none)
    text += fmt::format(", lock: {}", lock_name(lock));
  if (!dependent.managed) text += " [unmanaged]";
  return one_line(text);
}

std::string lock_text(const Step& step) {
  if (step.lock == Lock::none) return {};
  return fmt::format("  [lock: {}{}]", lock_name(step.lock), step.brief ? ", brief" : "");
}

std::string suggestion_text(const RenameSuggestion& suggestion) {
  const auto place = [](const ObjectId& id, const std::string& column) {
    return column.empty() ? in_words(id) : "column " + qualified_name(id) + "." + quote_identifier(column);
  };
  const std::string& old_name =
      suggestion.from_column.empty() ? suggestion.from.name : suggestion.from_column;
  return one_line(fmt::format(
      "{} is dropped and {} is created. If this is a rename, add sql_renamed_from: {} (LinkML) or "
      "`-- schemac: renamed_from {}` on the line before it (SQL)",
      place(suggestion.from, suggestion.from_column), place(suggestion.to, suggestion.to_column), old_name,
      old_name));
}

nlohmann::json hazard_json(const Hazard& hazard) {
  return {{"code", hazard.code},
          {"message", hazard.message},
          {"object", hazard.object.text()},
          {"advice", hazard.advice},
          {"destructive", hazard.destructive}};
}

nlohmann::json change_json(const Change& change) {
  nlohmann::json differences = nlohmann::json::array();
  for (const Difference& d : change.differences) {
    differences.push_back({{"attribute", d.text()}, {"from", d.from}, {"to", d.to}});
  }
  nlohmann::json item = {
      {"action", action_name(change.action)}, {"object", change.id.text()}, {"differences", differences}};
  if (change.renamed_from) item["renamed_from"] = change.renamed_from->text();
  return item;
}

nlohmann::json step_json(const Step& step) {
  nlohmann::json hazards = nlohmann::json::array();
  for (const Hazard& hazard : step.hazards) hazards.push_back(hazard_json(hazard));
  return {{"title", step.title},
          {"object", step.object.text()},
          {"sql", step.sql},
          {"row_security", touches_rows(step.sql) ? "off" : "own"},
          {"lock", std::string(lock_name(step.lock))},
          {"brief", step.brief},
          {"transactional", step.transactional},
          {"commit_after", step.commit_after},
          {"batch", step.batch ? nlohmann::json(*step.batch) : nlohmann::json()},
          {"hazards", hazards}};
}

void write_step_comments(std::ostringstream& out, const Step& step) {
  out << one_line(fmt::format("-- {}{}", step.title, lock_text(step))) << "\n";
  for (const Hazard& hazard : step.hazards) {
    out << one_line(fmt::format("-- hazard {}: {}{}{}", hazard.code, hazard.message,
                                hazard.advice.empty() ? "" : " ", hazard.advice))
        << "\n";
  }
}

}  // namespace

std::vector<std::string> plan_remarks(const Plan& plan, const std::map<ObjectId, ObjectFacts>& facts) {
  std::vector<std::string> lines;
  for (const RenameSuggestion& suggestion : plan.rename_suggestions)
    lines.push_back(suggestion_text(suggestion));
  const ObjectId* change = nullptr;
  for (const AffectedDependent& dependent : plan.dependents) {
    if (change == nullptr || *change != dependent.change)
      lines.push_back(fmt::format("dependents of {}:", one_line(in_words(dependent.change))));
    change = &dependent.change;
    lines.push_back("    " + dependent_text(plan, dependent, facts));
  }
  return lines;
}

std::string plan_script(const Plan& plan, const std::map<ObjectId, ObjectFacts>& facts,
                        const ScriptSettings& settings) {
  std::ostringstream out;
  for (const std::string& line : plan_remarks(plan, facts)) out << "-- " << line << "\n";
  if (plan.steps.empty()) return out.str();
  std::string path;
  for (const std::string& name : settings.search_path)
    path += (path.empty() ? "" : ", ") + quote_identifier(name);
  out << "SET search_path = " << (path.empty() ? "public" : path) << ";\n"
      << pg::text_settings() << ";\n"
      << "SET check_function_bodies = off;\n";
  const std::string timeout = settings.lock_timeout.empty() ? "0" : quote_literal(settings.lock_timeout);
  out << "SET lock_timeout = " << timeout << ";\n\n";
  bool open = false;
  RowSecurity row_security;
  const auto close = [&] {
    if (std::exchange(open, false)) out << "COMMIT;\n\n";
  };
  for (const Step& step : plan.steps) {
    const bool alone = !step.transactional || step.batch;
    if (alone) {
      close();
    } else if (!open) {
      out << "BEGIN;\n";
      row_security.begin_transaction();
      open = true;
    }
    write_step_comments(out, step);
    // A concurrent build that times out leaves an invalid index behind, so it waits without limit.
    const bool waits = !step.transactional && timeout != "0";
    if (waits) out << "SET lock_timeout = 0;\n";
    if (alone) row_security.begin_transaction();
    out << row_security.before(step.sql, !alone) << (step.batch ? block_loop(step) : step.sql) << ";\n";
    if (alone) out << row_security.before({}, false);
    if (waits) out << "SET lock_timeout = " << timeout << ";\n\n";
    if (step.commit_after) close();
  }
  close();
  return out.str();
}

std::string plan_account(const Plan& plan, const std::map<ObjectId, ObjectFacts>& facts) {
  std::ostringstream out;
  for (const Change& change : plan.changes) {
    out << action_name(change.action) << " " << one_line(in_words(change.id));
    if (change.renamed_from) out << fmt::format(" (was {})", one_line(in_words(*change.renamed_from)));
    out << "\n";
    for (const Difference& difference : change.differences) {
      out << fmt::format("    {}: {} -> {}\n", difference.text(),
                         difference.from.empty() ? "(none)" : difference.from,
                         difference.to.empty() ? "(none)" : difference.to);
    }
  }
  for (const std::string& line : plan_remarks(plan, facts)) out << line << "\n";
  if (!plan.steps.empty()) out << "steps:\n";
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    const std::string how = step.batch            ? fmt::format("  [batches of {}]", *step.batch)
                            : !step.transactional ? std::string("  [no transaction]")
                                                  : std::string();
    out << fmt::format("{:4}. {}{}{}\n", i + 1, one_line(step.title), lock_text(step), how);
    for (const Hazard& hazard : step.hazards)
      out << fmt::format("      hazard {}: {}\n", hazard.code, one_line(hazard.message));
  }
  return out.str();
}

nlohmann::json plan_json(const Plan& plan, const std::map<ObjectId, ObjectFacts>& facts) {
  nlohmann::json json = {{"changes", nlohmann::json::array()},
                         {"steps", nlohmann::json::array()},
                         {"dependents", nlohmann::json::array()},
                         {"notes", plan.notes},
                         {"rename_suggestions", nlohmann::json::array()},
                         {"refused", plan.refused}};
  for (const Change& change : plan.changes) json["changes"].push_back(change_json(change));
  for (const Step& step : plan.steps) json["steps"].push_back(step_json(step));
  for (const AffectedDependent& dependent : plan.dependents) {
    nlohmann::json item = {{"object", dependent.object.text()},
                           {"fate", outcome_name(dependent.outcome)},
                           {"because_of", dependent.because_of.text()},
                           {"change", dependent.change.text()},
                           {"lock", std::string(lock_name(lock_on(plan, dependent.object)))},
                           {"managed", dependent.managed}};
    if (const auto known = facts.find(dependent.object); known != facts.end()) {
      item["rows"] = known->second.rows;
      item["bytes"] = known->second.bytes;
      if (known->second.last_build.count() > 0)
        item["last_build_milliseconds"] = known->second.last_build.count();
    }
    json["dependents"].push_back(std::move(item));
  }
  for (const RenameSuggestion& suggestion : plan.rename_suggestions) {
    nlohmann::json item = {
        {"from", suggestion.from.text()}, {"to", suggestion.to.text()}, {"likeness", suggestion.likeness}};
    if (!suggestion.from_column.empty()) {
      item["from_column"] = suggestion.from_column;
      item["to_column"] = suggestion.to_column;
    }
    json["rename_suggestions"].push_back(std::move(item));
  }
  return json;
}

}  // namespace schemac::cli
