#include "compile/cycles.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "catalog/object_index.h"
#include "sqlfile/divided_definition.h"
#include "sqlfile/routine_header.h"

namespace schemac {

namespace {

using Edges = std::vector<std::vector<std::size_t>>;

bool is_routine(const ObjectId& id) { return name_is_signature(id.kind); }

std::string bare_name(const ObjectId& id) {
  return id.name.substr(0, is_routine(id) ? id.name.find('(') : std::string::npos);
}

// The indices of the artifacts that each depends on.
Edges edges_of(const ArtifactSet& set) {
  ObjectIndex<std::size_t> numbers;
  numbers.reserve(set.artifacts.size());
  for (std::size_t i = 0; i < set.artifacts.size(); ++i) numbers.emplace(&set.artifacts[i].id, i);
  Edges edges(set.artifacts.size());
  for (std::size_t i = 0; i < set.artifacts.size(); ++i)
    for (const ObjectId& on : set.artifacts[i].depends_on)
      if (const auto found = numbers.find(&on); found != numbers.end() && found->second != i)
        edges[i].push_back(found->second);
  return edges;
}

std::set<std::size_t> needed_by(std::size_t artifact, const Edges& edges) {
  std::set<std::size_t> needed;
  std::vector<std::size_t> open = {artifact};
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    for (const std::size_t next : edges[at])
      if (needed.insert(next).second) open.push_back(next);
  }
  return needed;
}

class Divider {
 public:
  bool break_cycle(ArtifactSet& set, const std::vector<std::size_t>& cycle) {
    set_ = &set;
    edges_ = edges_of(set);
    // A routine without its body lacks nothing that others could see: routines are tried first.
    for (const bool routines : {true, false}) {
      for (std::size_t i = 0; i + 1 < cycle.size(); ++i) {
        // Each needs the next one.
        const std::size_t before = i > 0 ? cycle[i - 1] : cycle[cycle.size() - 2];
        const Artifact& whole = set_->artifacts[cycle[i]];
        if (is_routine(whole.id) != routines || whole.external || whole.statements.empty() ||
            divided_.contains(whole.id) || !gets_by(set_->artifacts[before], whole))
          continue;
        const std::set<ObjectId> later = leading_back(cycle[i]);
        std::set<std::string> names;
        for (const ObjectId& id : later) {
          const auto header = named_by_.find(id);
          names.insert(bare_name(header == named_by_.end() ? id : header->second));
        }
        if (const auto parts = sql::divide_definition(whole.statements.front(), names)) {
          divide(cycle[i], *parts, later);
          return true;
        }
      }
    }
    return false;
  }

 private:
  // Others read the columns of a relation, which its header need not have; a routine's signature needs only
  // the name. A routine looks the same to all others without its body, and so does a domain without checks.
  bool gets_by(const Artifact& other, const Artifact& with_header_of) const {
    const ObjectId& id = with_header_of.id;
    const auto header = named_by_.find(other.id);
    return is_routine(id) || id.kind == Kind::domain || is_routine(other.id) ||
           (header != named_by_.end() && is_routine(header->second));
  }

  // Its dependencies that need it themselves.
  std::set<ObjectId> leading_back(std::size_t artifact) const {
    std::set<ObjectId> out;
    for (const std::size_t on : edges_[artifact])
      if (needed_by(on, edges_).contains(artifact)) out.insert(set_->artifacts[on].id);
    return out;
  }

  void divide(std::size_t number, const sql::DividedDefinition& parts, const std::set<ObjectId>& later) {
    const Artifact header = header_of(set_->artifacts[number], parts.first, later);
    const ObjectId id = set_->artifacts[number].id;
    // For what the whole needs, its header is enough.
    for (const std::size_t needed : needed_by(number, edges_)) {
      Artifact& other = set_->artifacts[needed];
      if (!gets_by(other, set_->artifacts[number])) continue;
      std::replace(other.depends_on.begin(), other.depends_on.end(), id, header.id);
      std::sort(other.depends_on.begin(), other.depends_on.end());
    }
    Artifact& whole = set_->artifacts[number];
    whole.statements.erase(whole.statements.begin());
    whole.statements.insert(whole.statements.begin(), parts.rest.begin(), parts.rest.end());
    whole.canonical = false;
    whole.depends_on.push_back(header.id);
    std::sort(whole.depends_on.begin(), whole.depends_on.end());
    divided_.insert(id);
    named_by_.emplace(header.id, id);
    set_->artifacts.push_back(header);
  }

  static Artifact header_of(const Artifact& whole, const std::string& text, const std::set<ObjectId>& later) {
    Artifact header;
    header.id = {Kind::statements, {}, {}, "header of " + whole.id.text()};
    header.statements = {text};
    header.span = whole.span;
    const std::set<std::string> names = sql::names_in(text);
    const bool has_other_parts = whole.id.kind == Kind::table || whole.id.kind == Kind::domain;
    for (const ObjectId& on : whole.depends_on) {
      const bool surrounds =
          on.kind == Kind::namespace_ || on.kind == Kind::extension || on.kind == Kind::language;
      if (surrounds || names.contains(bare_name(on)) || (has_other_parts && !later.contains(on)))
        header.depends_on.push_back(on);
    }
    return header;
  }

  ArtifactSet* set_ = nullptr;
  Edges edges_;
  std::set<ObjectId> divided_;
  std::map<ObjectId, ObjectId> named_by_;  // header -> its object
};

}  // namespace

CycleBreaker cycle_divider() {
  return [divider = std::make_shared<Divider>()](ArtifactSet& set, const std::vector<std::size_t>& cycle) {
    return divider->break_cycle(set, cycle);
  };
}

}  // namespace schemac
