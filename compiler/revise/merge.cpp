#include "revise/merge.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "catalog/in_words.h"
#include "revise/migration_text.h"
#include "revise/proof.h"
#include "workspace/migration_files.h"

namespace schemac {
namespace {

std::vector<std::string> heads_to_join(const RevisionGraph& graph, const std::vector<std::string>& named) {
  std::vector<std::string> heads;
  if (named.empty()) heads = graph.heads();
  for (const std::string& word : named) {
    const ResolvedRevisions resolved = resolve_revision(graph, word, {});
    if (!resolved.error.empty()) throw UserError(resolved.error, "`schemac heads` lists them");
    heads.insert(heads.end(), resolved.revisions.begin(), resolved.revisions.end());
  }
  std::sort(heads.begin(), heads.end());
  heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
  if (heads.size() < 2)
    throw UserError("there is nothing to merge: only one head", "`schemac heads` lists them");
  if (graph.heads_of(graph.closure(heads)).size() != heads.size()) {
    throw UserError("one of these revisions is an ancestor of another",
                    "name heads; `schemac heads` lists them");
  }
  return heads;
}

constexpr const char* advice =
    "make one branch follow the other (edit its parents line), then run `schemac revision --autogenerate`";

// The revisions that all heads contain.
std::vector<std::string> common_ancestors(const RevisionGraph& graph, const std::vector<std::string>& heads) {
  std::vector<std::string> common = graph.closure({heads.front()});
  for (const std::string& head : heads) {
    const std::vector<std::string> inside = graph.closure({head});
    std::erase_if(common, [&](const std::string& revision) {
      return std::find(inside.begin(), inside.end(), revision) == inside.end();
    });
  }
  return common;
}

// Runs the branches one after the other; each runs the revisions that no earlier branch contains.
Proof prove_order(Environment& environment, const RevisionGraph& graph, const std::vector<std::string>& heads,
                  const Catalog* wanted) {
  ProofGoal goal{.graph = graph,
                 .history = common_ancestors(graph, heads),
                 .migrations = {},
                 .wanted = wanted,
                 .all_attributes = true};
  std::set<std::string> done(goal.history.begin(), goal.history.end());
  for (const std::string& head : heads) {
    for (const std::string& revision : graph.closure({head}))
      if (done.insert(revision).second) goal.migrations.push_back(&graph.migrations.at(revision));
  }
  Proof proof = prove(environment, goal);
  if (proof.failure) {
    throw UserError(
        fmt::format("the branches conflict: {} does not run in the order {}: {}", proof.failure->revision,
                    fmt::join(heads, ", "), failure_text(*proof.failure, environment.sources)),
        advice, 3);
  }
  return proof;
}

}  // namespace

Merged merge(Environment& environment, const std::string& message, const std::vector<std::string>& named) {
  const RevisionGraph graph = read_migrations(environment);
  if (environment.diagnostics.has_errors()) return {};
  const std::vector<std::string> heads = heads_to_join(graph, named);
  std::vector<std::string> order = heads;

  const Catalog first = prove_order(environment, graph, heads, nullptr).after;
  std::size_t orders = 1;
  const auto compare = [&] {
    const Proof other = prove_order(environment, graph, order, &first);
    ++orders;
    if (other.holds()) return;
    for (const Change& change : other.differences)
      environment.reporter.message("  in conflict: " + in_words(change.id));
    throw UserError(
        fmt::format("the branches conflict: the catalogs differ between {} first and {} first: {}",
                    heads.front(), order.front(), summary(other.differences)),
        advice, 3);
  };
  if (heads.size() <= 3) {
    while (std::next_permutation(order.begin(), order.end())) compare();
  } else {
    for (std::size_t i = 1; i < heads.size(); ++i) {
      order = heads;
      std::rotate(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(i), order.end());
      compare();
    }
  }

  Merged result;
  Migration& migration = result.migration;
  migration.revision = random_revision();
  migration.created = utc_now();
  migration.parents = heads;
  migration.message = message.empty() ? fmt::format("merge {}", fmt::join(heads, ", ")) : message;
  migration.to = stated_fingerprint(first);
  migration.proved = fmt::format("up, down ({} orders of the branches give one catalog)", orders);
  migration.has_down = true;
  result.path = write_migration(environment, migration);
  return result;
}

}  // namespace schemac
