#include "history/revision_graph.h"

#include "support/catch.h"

using namespace schemac;

namespace {

Migration migration(std::string revision, std::vector<std::string> parents, std::string created,
                    std::string message = "m") {
  Migration m;
  m.revision = std::move(revision);
  m.parents = std::move(parents);
  m.created = std::move(created);
  m.message = std::move(message);
  return m;
}

//       /- b1 - b2 -\.
// a0 -              m4     (b and c are branches, m4 joins them)
//      \- c1 ------/
RevisionGraph diamond(bool merged = true) {
  Diagnostics diagnostics;
  std::vector<Migration> all = {migration("b2", {"b1"}, "3", "second b"), migration("a0", {}, "0", "first"),
                                migration("c1", {"a0"}, "2", "add c"), migration("b1", {"a0"}, "1", "add b")};
  if (merged) all.push_back(migration("m4", {"b2", "c1"}, "4", "join"));
  RevisionGraph graph = build_revision_graph(std::move(all), diagnostics);
  REQUIRE_FALSE(diagnostics.has_errors());
  return graph;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("the order of revisions is parents first, then by time") {
  const RevisionGraph graph = diamond();
  CHECK(graph.order == Names{"a0", "b1", "c1", "b2", "m4"});
  CHECK(graph.heads() == Names{"m4"});
  CHECK(graph.roots() == Names{"a0"});
  CHECK(diamond(false).heads() == Names{"c1", "b2"});
  CHECK(graph.closure({"b2"}) == Names{"a0", "b1", "b2"});
  CHECK(graph.closure({"m4"}).size() == 5);
  CHECK(graph.heads_of({"a0", "b1", "c1"}) == Names{"b1", "c1"});
}

TEST_CASE("words for revisions") {
  const RevisionGraph graph = diamond();
  const auto resolve = [&](std::string_view word, Names applied = {}) {
    return resolve_revision(graph, word, applied);
  };
  CHECK(resolve("head").revisions == Names{"m4"});
  CHECK(resolve("base").base);
  CHECK(resolve("b2").revisions == Names{"b2"});
  CHECK(resolve("m").revisions == Names{"m4"});
  CHECK(resolve("b").error == "'b' matches several revisions: b1, b2");
  CHECK(resolve("zz").error.starts_with("no revision 'zz'"));
  CHECK(resolve("+1").revisions == Names{"a0"});
  CHECK(resolve("+2").error.starts_with("'+2' reaches a fork: b1, c1"));
  CHECK(resolve("b1+1").revisions == Names{"b2"});
  CHECK(resolve("b1+2").revisions == Names{"m4"});
  CHECK(resolve("head+1").error == "'head+1' goes beyond the head");
  CHECK(resolve("-1", {"a0"}).base);
  CHECK(resolve("-1", {"a0", "b1"}).revisions == Names{"a0"});
  CHECK(resolve("-1", {"a0", "b1", "c1"}).error.starts_with("'-1' is relative to several"));
  CHECK(resolve("-1").error == "'-1' goes before the first revision");
  CHECK(resolve("head-1").revisions == Names{"b2", "c1"});
  CHECK(resolve("+x").error.starts_with("no revision"));

  const RevisionGraph forked = diamond(false);
  CHECK(resolve_revision(forked, "head", {}).several_heads);
  CHECK(resolve_revision(forked, "heads", {}).revisions == Names{"c1", "b2"});
  CHECK(resolve_revision(RevisionGraph{}, "head", {}).base);
}

TEST_CASE("a damaged graph is reported") {
  const auto codes = [](std::vector<Migration> migrations) {
    Diagnostics diagnostics;
    build_revision_graph(std::move(migrations), diagnostics);
    std::string out;
    for (const Diagnostic& d : diagnostics.items()) out += d.code + ": " + d.message + " " + d.hint + "\n";
    return out;
  };
  CHECK(codes({migration("aaaa", {}, "0"), migration("bbbb", {"aaab"}, "1")}) ==
        "missing-parent: migration bbbb follows aaab, which does not exist did you mean 'aaaa'?\n");
  CHECK(codes({migration("a", {}, "0"), migration("a", {}, "1")}).starts_with("duplicate-revision"));
  CHECK(codes({migration("a", {"b"}, "0"), migration("b", {"a"}, "1")})
            .find("migrations follow each other in a cycle: ") != std::string::npos);
}

TEST_CASE("a squash takes the place of what it replaces") {
  Diagnostics diagnostics;
  Migration squash = migration("s", {}, "0");
  squash.replaces = {"a", "b"};
  const RevisionGraph graph = build_revision_graph({squash, migration("c", {"b"}, "1")}, diagnostics);
  CHECK_FALSE(diagnostics.has_errors());
  CHECK(graph.order == Names{"s", "c"});
}

TEST_CASE("history is drawn newest first with lanes") {
  CHECK(draw(diamond(), {"a0", "b1"}) ==
        "* m4  join (head, pending)\n"
        "|\\\n"
        "* | b2  second b (pending)\n"
        "| * c1  add c (pending)\n"
        "* | b1  add b (applied)\n"
        "|/\n"
        "* a0  first (applied)\n");
  CHECK(draw(diamond(false), {}) ==
        "* b2  second b (head)\n"
        "| * c1  add c (head)\n"
        "* | b1  add b\n"
        "|/\n"
        "* a0  first\n");
}
