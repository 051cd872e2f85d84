// Migrations as text: the inverse of parse_migration.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "history/migration.h"

namespace schemac {
namespace {

// Several "-- key: a; b" lines, each about a screen wide.
void print_list(std::string& out, std::string_view key, const std::vector<std::string>& items) {
  constexpr std::size_t width = 100;
  std::string line;
  const auto flush = [&] {
    if (!line.empty()) out += fmt::format("-- {}: {}\n", key, line);
    line.clear();
  };
  for (const std::string& item : items) {
    if (!line.empty() && line.size() + item.size() + 2 > width) flush();
    if (!line.empty()) line += "; ";
    line += one_line(item);
  }
  flush();
}

void print_field(std::string& out, std::string_view key, std::string_view value) {
  if (!value.empty()) out += fmt::format("-- {}: {}\n", key, one_line(value));
}

// ASCII words joined by '_', at most 40 bytes, cut between words.
std::string slug(std::string_view message) {
  std::string out;
  for (const char c : message) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (upper || plain)
      out += upper ? static_cast<char>(c - 'A' + 'a') : c;
    else if (!out.empty() && out.back() != '_')
      out += '_';
  }
  constexpr std::size_t limit = 40;
  if (out.size() > limit) {
    const std::size_t cut = out.rfind('_', limit);
    out.resize(cut == std::string::npos || cut < limit / 2 ? limit : cut);
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  return out.empty() ? "migration" : out;
}

}  // namespace

std::string step_options(const MigrationStep& step) {
  std::string out;
  const auto add = [&](const std::string& option) { out += (out.empty() ? "[" : " [") + option + "]"; };
  if (!step.transactional) add("no transaction");
  if (step.commit_after) add("commit");
  if (step.batch) add(fmt::format("batch {}", *step.batch));
  if (step.lock_timeout) add("lock_timeout " + *step.lock_timeout);
  return out;
}

std::string print_part(const std::vector<MigrationStep>& steps) {
  std::string out;
  const bool one_untitled = steps.size() == 1 && steps[0].title.empty() && step_options(steps[0]).empty();
  for (const MigrationStep& step : steps) {
    if (!one_untitled) {
      std::string line = "-- step: " + one_line(step.title);
      std::string options = step_options(step);
      for (const std::string& annotation : step.annotations) {
        options += (options.empty() ? "[" : " [") + annotation + "]";
      }
      if (!options.empty()) line += "  " + options;
      while (line.ends_with(' ')) line.pop_back();
      out += line + "\n";
    }
    out += step.sql + "\n";
  }
  return out;
}

std::string print_migration(const Migration& migration) {
  std::string out = fmt::format("-- schemac migration {}\n", migration.revision);
  out +=
      fmt::format("-- parents: {}\n",
                  migration.parents.empty() ? "none" : fmt::format("{}", fmt::join(migration.parents, ", ")));
  print_field(out, "message", migration.message);
  print_field(out, "created", migration.created);
  print_field(out, "from", migration.from);
  print_field(out, "to", migration.to);
  print_field(out, "proved", migration.proved);
  if (!migration.replaces.empty()) {
    out += fmt::format("-- replaces: {}\n", fmt::join(migration.replaces, ", "));
  }
  print_list(out, "creates", migration.creates);
  print_list(out, "drops", migration.drops);
  for (const auto& [reader, reads] : migration.reads)
    for (const ObjectId& read : reads) print_field(out, "reads", reader.text() + " -> " + read.text());
  for (const std::string& hazard : migration.hazards) print_field(out, "hazards", hazard);
  if (migration.hazards.empty() && !migration.proved.empty()) out += "-- hazards: none\n";
  for (const std::string& note : migration.header_notes) out += "-- " + one_line(note) + "\n";
  out += "\n-- up\n" + print_part(migration.up);
  if (migration.has_down) out += "\n\\q\n-- down\n" + print_part(migration.down);
  return out;
}

std::string migration_file_name(const Migration& migration) {
  std::string time;  // 2026-11-22T00:48:00Z -> 20261122T004800
  for (const char c : migration.created) {
    if ((c >= '0' && c <= '9') || c == 'T') time += c;
  }
  return fmt::format("{}_{}_{}.sql", time, migration.revision, slug(migration.message));
}

}  // namespace schemac
