// Resolves the argument for a revision.
#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "history/revision_graph.h"

namespace schemac {
namespace {

class Resolver {
 public:
  Resolver(const RevisionGraph& graph, const std::vector<std::string>& applied)
      : graph_(graph), applied_(applied), heads_(graph.heads()) {}

  ResolvedRevisions resolve(std::string_view word) const {
    if (word == "base") return base();
    if (word == "heads") return heads_.empty() ? base() : found(heads_);
    if (word == "head") return head();
    // "+2", "-1", "REV+1", "REV-1". A '-' is never part of an id.
    const std::size_t sign = word.find_last_of("+-");
    if (sign == std::string_view::npos) return one(word);
    int distance = 0;
    const std::string_view digits = word.substr(sign + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), distance);
    if (error != std::errc() || end != digits.data() + digits.size()) return unknown(word);
    ResolvedRevisions start = sign == 0 ? current() : resolve(word.substr(0, sign));
    if (!start.error.empty()) return start;
    for (int i = 0; i < distance && start.error.empty(); ++i) {
      start = word[sign] == '+' ? forward(start, word) : back(start, word);
    }
    return start;
  }

 private:
  static ResolvedRevisions base() {
    ResolvedRevisions result;
    result.base = true;
    return result;
  }
  static ResolvedRevisions found(std::vector<std::string> revisions) {
    ResolvedRevisions result;
    result.revisions = std::move(revisions);
    return result;
  }
  static ResolvedRevisions failed(std::string error, bool several_heads = false) {
    ResolvedRevisions result;
    result.error = std::move(error);
    result.several_heads = several_heads;
    return result;
  }

  ResolvedRevisions head() const {
    if (heads_.empty()) return base();
    if (heads_.size() > 1) return failed("there are several heads", true);
    return found(heads_);
  }

  ResolvedRevisions current() const {
    std::vector<std::string> heads = graph_.heads_of(applied_);
    return heads.empty() ? base() : found(std::move(heads));
  }

  ResolvedRevisions one(std::string_view word) const {
    if (const auto exact = graph_.migrations.find(std::string(word)); exact != graph_.migrations.end()) {
      return found({exact->first});
    }
    std::vector<std::string> matches;
    for (auto it = graph_.migrations.lower_bound(std::string(word));
         it != graph_.migrations.end() && it->first.starts_with(word); ++it) {
      matches.push_back(it->first);
    }
    if (word.empty() || matches.empty()) return unknown(word);
    if (matches.size() > 1) {
      return failed(fmt::format("'{}' matches several revisions: {}", word, fmt::join(matches, ", ")));
    }
    return found(std::move(matches));
  }

  ResolvedRevisions unknown(std::string_view word) const {
    std::vector<std::string> names = {"head", "heads", "base"};
    for (const auto& [revision, migration] : graph_.migrations) names.push_back(revision);
    const std::string near = did_you_mean(nearest_name(word, names));
    return failed(fmt::format("no revision '{}'{}", word, near.empty() ? "" : "; " + near));
  }

  ResolvedRevisions forward(const ResolvedRevisions& from, std::string_view word) const {
    std::set<std::string> next;
    if (from.base) {
      const std::vector<std::string> roots = graph_.roots();
      next.insert(roots.begin(), roots.end());
    }
    for (const std::string& revision : from.revisions) {
      if (const auto children = graph_.children.find(revision); children != graph_.children.end()) {
        next.insert(children->second.begin(), children->second.end());
      }
    }
    if (next.empty()) return failed(fmt::format("'{}' goes beyond the head", word));
    if (next.size() > 1) {
      return failed(
          fmt::format("'{}' reaches a fork: {} come next; name one of them", word, fmt::join(next, ", ")));
    }
    return found({*next.begin()});
  }

  ResolvedRevisions back(const ResolvedRevisions& from, std::string_view word) const {
    if (from.base) return failed(fmt::format("'{}' goes before the first revision", word));
    if (from.revisions.size() > 1) {
      return failed(fmt::format("'{}' is relative to several revisions ({}); name one", word,
                                fmt::join(from.revisions, ", ")));
    }
    const std::vector<std::string>& parents = graph_.migrations.at(from.revisions[0]).parents;
    return parents.empty() ? base() : found(parents);
  }

  const RevisionGraph& graph_;
  const std::vector<std::string>& applied_;
  std::vector<std::string> heads_;
};

}  // namespace

ResolvedRevisions resolve_revision(const RevisionGraph& graph, std::string_view word,
                                   const std::vector<std::string>& applied) {
  return Resolver(graph, applied).resolve(word);
}

}  // namespace schemac
