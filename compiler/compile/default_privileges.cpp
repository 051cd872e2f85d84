#include "compile/default_privileges.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "catalog/object_index.h"

namespace schemac {
namespace {

using Position = std::pair<std::size_t, std::uint32_t>;  // index of the file, byte in it
using Edges = std::vector<std::vector<std::size_t>>;

// Kinds with default privileges, and tables, which create sequences.
bool has_default_privileges(Kind kind) {
  switch (kind) {
    case Kind::namespace_:
    case Kind::enum_:
    case Kind::domain:
    case Kind::composite_type:
    case Kind::range_type:
    case Kind::base_type:
    case Kind::sequence:
    case Kind::function:
    case Kind::procedure:
    case Kind::aggregate:
    case Kind::table:
    case Kind::foreign_table:
    case Kind::view:
    case Kind::materialized_view:
    case Kind::statements:
      return true;
    case Kind::extension:
    case Kind::language:
    case Kind::collation:
    case Kind::foreign_data_wrapper:
    case Kind::foreign_server:
    case Kind::user_mapping:
    case Kind::operator_:
    case Kind::operator_family:
    case Kind::operator_class:
    case Kind::cast:
    case Kind::text_search_parser:
    case Kind::text_search_template:
    case Kind::text_search_dictionary:
    case Kind::text_search_configuration:
    case Kind::column_default:
    case Kind::constraint:
    case Kind::index:
    case Kind::statistics:
    case Kind::rule:
    case Kind::trigger:
    case Kind::policy:
    case Kind::event_trigger:
    case Kind::publication:
    case Kind::subscription:
    case Kind::default_privileges:
      return false;
  }
  return false;
}

class Ordering {
 public:
  Ordering(ArtifactSet& set, const std::vector<FileId>& files) : set_(set), files_(files) {
    ObjectIndex<std::size_t> numbers;
    numbers.reserve(set.artifacts.size());
    for (std::size_t i = 0; i < set.artifacts.size(); ++i) numbers.emplace(&set.artifacts[i].id, i);
    needs_.resize(set.artifacts.size());
    needed_by_.resize(set.artifacts.size());
    for (std::size_t i = 0; i < set.artifacts.size(); ++i) {
      for (const ObjectId& on : set.artifacts[i].depends_on)
        if (const auto found = numbers.find(&on); found != numbers.end()) connect(i, found->second);
    }
  }

  void run() {
    std::vector<std::pair<Position, std::size_t>> statements;
    for (std::size_t i = 0; i < set_.artifacts.size(); ++i) {
      if (set_.artifacts[i].id.kind != Kind::default_privileges) continue;
      if (const auto position = position_of(i)) statements.emplace_back(*position, i);
    }
    std::sort(statements.begin(), statements.end());
    for (std::size_t n = 0; n < statements.size(); ++n) {
      const auto& [position, statement] = statements[n];
      if (n > 0) depend(statement, statements[n - 1].second);
      const std::set<std::size_t> needed = reached(statement, needs_);
      for (std::size_t i = 0; i < set_.artifacts.size(); ++i) {
        const auto at = ordered(i) ? position_of(i) : std::nullopt;
        if (at && *at > position && !needed.contains(i)) depend(i, statement);
      }
    }
    for (const auto& [position, statement] : statements) {
      const std::set<std::size_t> dependents = reached(statement, needed_by_);
      for (std::size_t i = 0; i < set_.artifacts.size(); ++i) {
        if (!ordered(i) || dependents.contains(i)) continue;
        const auto at = position_of(i);
        if (!at || *at < position) depend(statement, i);
      }
    }
  }

 private:
  bool ordered(std::size_t i) const {
    return !set_.artifacts[i].external && has_default_privileges(set_.artifacts[i].id.kind);
  }

  std::optional<Position> position_of(std::size_t i) const {
    const Span& span = set_.artifacts[i].span;
    const auto file = std::find(files_.begin(), files_.end(), span.file);
    if (!span.known() || file == files_.end()) return std::nullopt;
    return Position{file - files_.begin(), span.begin};
  }

  void connect(std::size_t from, std::size_t to) {
    needs_[from].push_back(to);
    needed_by_[to].push_back(from);
  }

  void depend(std::size_t from, std::size_t to) {
    set_.artifacts[from].depends_on.push_back(set_.artifacts[to].id);
    connect(from, to);
  }

  static std::set<std::size_t> reached(std::size_t start, const Edges& edges) {
    std::set<std::size_t> found = {start};
    std::vector<std::size_t> open = {start};
    while (!open.empty()) {
      const std::size_t at = open.back();
      open.pop_back();
      for (const std::size_t next : edges[at])
        if (found.insert(next).second) open.push_back(next);
    }
    return found;
  }

  ArtifactSet& set_;
  const std::vector<FileId>& files_;
  Edges needs_, needed_by_;
};

}  // namespace

void order_default_privileges(ArtifactSet& set, const std::vector<FileId>& sql_files) {
  const bool any = std::any_of(set.artifacts.begin(), set.artifacts.end(), [](const Artifact& artifact) {
    return artifact.id.kind == Kind::default_privileges;
  });
  if (any) Ordering(set, sql_files).run();
}

}  // namespace schemac
