#include "diff/diff.h"

#include <algorithm>

#include "diff/compare.h"
#include "diff/diff_renamed.h"

namespace schemac {

std::string_view action_name(Change::Action action) {
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

std::vector<Change> diff_renamed(const Renames& renames, const Catalog& to, const DiffOptions& options) {
  std::vector<Change> changes;
  auto old = renames.from.objects.begin();
  auto wanted = to.objects.begin();
  const auto old_end = renames.from.objects.end();
  const auto wanted_end = to.objects.end();
  while (old != old_end || wanted != wanted_end) {
    if (wanted == wanted_end || (old != old_end && old->first < wanted->first)) {
      changes.push_back({Change::Action::drop, old->first, {}, {}});
      ++old;
    } else if (old == old_end || wanted->first < old->first) {
      changes.push_back({Change::Action::create, wanted->first, {}, {}});
      ++wanted;
    } else {
      Change change{Change::Action::alter, wanted->first, {}, {}};
      const auto was = renames.old_of_new.find(wanted->first);
      // An object on a renamed relation keeps its own name: not a change of its own.
      if (was != renames.old_of_new.end() &&
          (was->second.name != wanted->first.name || wanted->first.relation.empty()))
        change.renamed_from = was->second;
      change.differences = differences(old->second, wanted->second, options, renames);
      const auto columns = renames.columns.find(wanted->first);
      if (columns != renames.columns.end()) {
        for (const auto& [new_name, old_name] : columns->second) {
          change.differences.insert(change.differences.begin(),
                                    {Difference::Of::column, new_name, Attribute::name, old_name, new_name});
        }
      }
      if (change.renamed_from) change.action = Change::Action::rename;
      if (change.renamed_from || !change.differences.empty()) changes.push_back(std::move(change));
      ++old;
      ++wanted;
    }
  }
  return changes;
}

bool are_equal(const Catalog& from, const Catalog& to, const DiffOptions& options) {
  const Renames none;
  return std::equal(from.objects.begin(), from.objects.end(), to.objects.begin(), to.objects.end(),
                    [&](const auto& a, const auto& b) {
                      return a.first == b.first &&
                             (a.second == b.second || differences(a.second, b.second, options, none).empty());
                    });
}

std::vector<Change> diff(const Catalog& from, const Catalog& to, const DiffOptions& options) {
  return diff_renamed(apply_renames(from, to, options), to, options);
}

}  // namespace schemac
