#include "revise/merge.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "catalog/in_words.h"
#include "revise/autogenerate.h"
#include "revise/proof.h"
#include "workspace/migration_files.h"

namespace schemac {
namespace {

std::vector<std::string> heads_to_join(const RevisionGraph& graph, const std::vector<std::string>& words) {
  std::vector<std::string> heads;
  if (words.empty()) heads = graph.heads();
  for (const std::string& word : words) {
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

struct Outcome {
  std::vector<std::string> branches;  // heads in the order in which they were run
  Catalog catalog;
};

// Runs the branches one after the other; each runs the revisions that no earlier branch contains.
Outcome run_in_order(Environment& environment, const RevisionGraph& graph,
                     const std::vector<std::string>& heads) {
  std::vector<const Migration*> all;
  for (const std::string& revision : graph.closure(heads)) all.push_back(&graph.migrations.at(revision));
  ProvingGround ground(environment, all);
  std::set<std::string> done;
  for (const std::string& head : heads) {
    for (const std::string& revision : graph.closure({head})) {
      if (!done.insert(revision).second) continue;
      const std::string problem = ground.run(graph.migrations.at(revision).up);
      if (problem.empty()) continue;
      throw UserError(fmt::format("the branches conflict: {} does not run in the order {}: {}", revision,
                                  fmt::join(heads, ", "), problem),
                      "make one branch follow the other (edit its parents line), then run `schemac revision "
                      "--autogenerate`",
                      3);
    }
  }
  return {heads, ground.catalog()};
}

}  // namespace

Merged merge(Environment& environment, const std::string& message, const std::vector<std::string>& words) {
  const RevisionGraph graph = read_migrations(environment);
  if (environment.diagnostics.has_errors()) return {};
  std::vector<std::string> order = heads_to_join(graph, words);
  const std::vector<std::string> heads = order;

  const Outcome first = run_in_order(environment, graph, order);
  std::size_t orders = 1;
  const auto compare = [&] {
    const Outcome other = run_in_order(environment, graph, order);
    ++orders;
    const std::vector<Change> conflict = diff(first.catalog, other.catalog);
    if (conflict.empty()) return;
    for (const Change& change : conflict)
      environment.reporter.message("  in conflict: " + in_words(change.id));
    throw UserError(
        fmt::format("the branches conflict: the catalogs differ between {} first and {} first: {}",
                    first.branches.front(), other.branches.front(), summary(conflict)),
        "make one branch follow the other (edit its parents line), then run `schemac revision "
        "--autogenerate`",
        3);
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
  migration.to = stated_fingerprint(first.catalog);
  migration.proved = fmt::format("up, down ({} orders of the branches give one catalog)", orders);
  migration.has_down = true;
  result.path = write_migration(environment, migration);
  return result;
}

}  // namespace schemac
