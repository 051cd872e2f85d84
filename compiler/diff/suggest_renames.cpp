#include <algorithm>
#include <set>

#include "diff/diff.h"

namespace schemac {
namespace {

constexpr double enough_for_table = 0.6;
constexpr double enough_for_column = 0.5;

// Share of the letters that two names have in common, as their longest common subsequence.
double name_likeness(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return 0;
  std::vector<std::size_t> row(b.size() + 1, 0);
  for (const char letter : a) {
    std::size_t diagonal = 0;
    for (std::size_t at = 1; at <= b.size(); ++at) {
      const std::size_t above = row[at];
      row[at] = b[at - 1] == letter ? diagonal + 1 : std::max(row[at], row[at - 1]);
      diagonal = above;
    }
  }
  return 2.0 * static_cast<double>(row.back()) / static_cast<double>(a.size() + b.size());
}

double table_likeness(const Table& a, const Table& b) {
  std::set<std::pair<std::string, std::string>> columns;
  for (const Column& column : a.columns) columns.insert({column.name, column.type});
  std::size_t common = 0;
  for (const Column& column : b.columns) common += columns.contains({column.name, column.type}) ? 1 : 0;
  const std::size_t all = a.columns.size() + b.columns.size();
  return all == 0 ? 0 : 2.0 * static_cast<double>(common) / static_cast<double>(all);
}

void suggest_columns(const ObjectId& id, const Table& from, const Table& to,
                     std::vector<RenameSuggestion>& suggestions) {
  const auto has = [](const Table& table, const std::string& name) {
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [&](const Column& column) { return column.name == name; });
  };
  for (const Column& added : to.columns) {
    if (has(from, added.name)) continue;
    RenameSuggestion best;
    for (const Column& dropped : from.columns) {
      if (has(to, dropped.name) || dropped.type != added.type) continue;
      const double likeness = 0.4 + 0.6 * name_likeness(dropped.name, added.name) -
                              (dropped.not_null != added.not_null ? 0.1 : 0.0);
      if (likeness > best.likeness) best = {id, id, dropped.name, added.name, likeness};
    }
    if (best.likeness >= enough_for_column) suggestions.push_back(std::move(best));
  }
}

}  // namespace

std::vector<RenameSuggestion> suggest_renames(const Catalog& from, const Catalog& to) {
  std::vector<RenameSuggestion> suggestions;
  for (const auto& [id, object] : to.objects) {
    const auto* wanted = body_as<Table>(object);
    if (wanted == nullptr) continue;
    if (const Object* old = from.find(id)) {
      if (const auto* table = body_as<Table>(*old)) suggest_columns(id, *table, *wanted, suggestions);
      continue;
    }
    RenameSuggestion best;
    for (const auto& [old_id, old] : from.objects) {
      const auto* table = body_as<Table>(old);
      if (table == nullptr || old_id.kind != id.kind || to.find(old_id) != nullptr) continue;
      const double likeness =
          0.8 * table_likeness(*table, *wanted) + 0.2 * name_likeness(old_id.name, id.name);
      if (likeness > best.likeness) best = {old_id, id, {}, {}, likeness};
    }
    if (best.likeness >= enough_for_table) suggestions.push_back(std::move(best));
  }
  return suggestions;
}

}  // namespace schemac
