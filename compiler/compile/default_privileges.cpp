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

// Also free SQL, which may create anything.
bool has_default_privileges(Kind kind) {
  return !traits_of(kind).default_privileges.empty() || kind == Kind::statements;
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
