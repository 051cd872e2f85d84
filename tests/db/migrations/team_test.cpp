// Two people, one repository, through the executable: both autogenerate, merge, go up and down, and see where
// they are.
#include <algorithm>
#include <filesystem>
#include <sstream>

#include "migration_run.h"
#include "support/catch.h"

using namespace schemac;
using namespace schemac::test;
using Catch::Contains;

namespace {

const char* const project_file = "name: demo\nbuild: build\nsql: [sql]\ndatabase: { scratch: target }\n";

// With sources; two of them exchange files.
class Clone : public Checkout {
 public:
  Clone() {
    project_.write("schemac.yaml", project_file);
    project_.write("sql/t.sql", "CREATE TABLE public.t (id integer PRIMARY KEY, name text);\n");
  }
  std::string head() { return json({"heads"}).at("heads").at(0).at("revision"); }
  // As git does with files of different names: all of both.
  void pull(const Clone& other) {
    for (const char* const folder : {"sql", "migrations"}) {
      std::filesystem::copy(
          other.project_.folder() / folder, project_.folder() / folder,
          std::filesystem::copy_options::recursive | std::filesystem::copy_options::skip_existing);
    }
  }
};

// The words of the command that a hint tells to type: "schemac merge -m \"merge\" a b".
std::vector<std::string> command_in(const std::string& output) {
  const std::size_t begin = output.find("schemac merge");
  REQUIRE(begin != std::string::npos);
  std::istringstream line(output.substr(begin, output.find_first_of(";\n", begin) - begin));
  std::vector<std::string> words;
  for (std::string word; line >> word;) {
    std::erase(word, '"');
    words.push_back(word);
  }
  words.erase(words.begin());
  return words;
}

}  // namespace

TEST_CASE("two people autogenerate from one head and merge without touching a file by hand", "[team]") {
  NEED_SERVER();
  Clone ann, bob;
  REQUIRE(ann.run({"revision", "--autogenerate", "-m", "first"}).exit_code == 0);
  bob.pull(ann);
  const std::string first = ann.head();
  REQUIRE(ann.run({"upgrade"}).exit_code == 0);
  REQUIRE(bob.run({"upgrade"}).exit_code == 0);

  ann.project().write("sql/a.sql", "CREATE TABLE public.a (id integer PRIMARY KEY);\n");
  bob.project().write("sql/b.sql", "CREATE VIEW public.b AS SELECT id FROM public.t;\n");
  REQUIRE(ann.run({"revision", "--autogenerate"}).exit_code == 0);
  REQUIRE(bob.run({"revision", "--autogenerate", "-m", "view b"}).exit_code == 0);
  REQUIRE(ann.run({"upgrade"}).exit_code == 0);
  const std::string of_ann = ann.head(), of_bob = bob.head();
  ann.pull(bob);

  CHECK(ann.json({"heads"}).at("heads").size() == 2);
  CHECK(ann.json({"branches"}).at("branches").at(0).at("revision") == first);
  const std::string refused = ann.said(3, {"upgrade"});
  CHECK_THAT(refused, Contains(of_ann) && Contains(of_bob) && Contains("view b") && Contains("2 heads"));
  CHECK(ann.said(2, {"check"}).find("several-heads") != std::string::npos);
  CHECK(ann.run(command_in(refused)).exit_code == 0);
  const std::string merged = ann.head();
  const std::string drawn = ann.said(0, {"history"});
  CHECK_THAT(drawn, Contains(merged) && Contains("|\\") && Contains("|/"));
  CHECK(ann.run({"upgrade"}).exit_code == 0);
  CHECK(ann.said(0, {"current"}).find(merged) != std::string::npos);
  CHECK(ann.said(0, {"check"}).find("the database is at head") != std::string::npos);
  CHECK(ann.said(0, {"revision", "--autogenerate"}).find("nothing") != std::string::npos);

  // The other one pulls the merge.
  bob.pull(ann);
  CHECK(bob.run({"upgrade"}).exit_code == 0);
  CHECK(bob.run({"check"}).exit_code == 0);
  CHECK(bob.json({"check"}).at("differences").empty());
}

TEST_CASE("branches that conflict are shown object by object, and `heads` takes what does not", "[team]") {
  NEED_SERVER();
  Clone ann;
  ann.project().migration("m1", "none", "-- up\nCREATE TABLE public.t (id integer);\n");
  ann.project().migration("a1", "m1", "-- up\nALTER TABLE public.t ADD COLUMN IF NOT EXISTS n integer;\n");
  ann.project().migration("b1", "m1", "-- up\nALTER TABLE public.t ADD COLUMN IF NOT EXISTS n text;\n");
  const std::string conflict = ann.said(3, {"merge", "-m", "both"});
  CHECK_THAT(conflict, Contains("the branches conflict") && Contains("in conflict: table public.t"));
  CHECK(ann.json({"heads"}).at("heads").size() == 2);
  ann.project().migration("b1", "m1", "-- up\nALTER TABLE public.t ADD COLUMN n text;\n");
  CHECK_THAT(ann.said(3, {"merge"}), Contains("does not run in the order"));
  ann.project().migration("b1", "m1", "-- up\nALTER TABLE public.t ADD COLUMN o text;\n");
  CHECK(ann.run({"upgrade", "heads"}).exit_code == 0);
  CHECK(ann.json({"current"}).at("current").size() == 2);
}

TEST_CASE("relative targets and short ids", "[team]") {
  NEED_SERVER();
  Clone ann;
  std::string parent = "none";
  for (const std::string revision : {"aa11", "ab22", "cc33", "dd44"}) {
    ann.project().migration(
        revision, parent,
        "-- up\nCREATE TABLE public." + revision + " ();\n-- down\nDROP TABLE public." + revision + ";\n");
    parent = revision;
  }
  const auto at = [&](const std::vector<std::string>& words) {
    CHECK(ann.run(words).exit_code == 0);
    return tables(ann.session());
  };
  CHECK(at({"upgrade", "+2"}) == "aa11;ab22");
  CHECK(at({"upgrade", "ab22+1"}) == "aa11;ab22;cc33");
  CHECK(at({"downgrade", "-1"}) == "aa11;ab22");
  CHECK(at({"downgrade", "aa"}) == "aa11");
  CHECK(at({"upgrade", "c"}) == "aa11;ab22;cc33");
  CHECK(at({"downgrade", "base"}).empty());
  CHECK(at({"upgrade", "d"}) == "aa11;ab22;cc33;dd44");
  CHECK(at({"upgrade"}) == "aa11;ab22;cc33;dd44");
  CHECK_THAT(ann.said(1, {"upgrade", "a"}), Contains("matches several revisions: aa11, ab22"));
  CHECK_THAT(ann.said(1, {"upgrade", "+1"}), Contains("goes beyond the head"));
  CHECK_THAT(ann.said(1, {"upgrade", "dd45"}), Contains("no revision 'dd45'"));
  CHECK_THAT(ann.said(1, {"downgrade", "-9"}), Contains("before the first revision"));
  CHECK_THAT(ann.said(0, {"show", "-1"}), Contains("CREATE TABLE public.cc33"));
}

TEST_CASE("a script that psql ran and the tool agree on where the database is", "[team]") {
  NEED_SERVER();
  Clone ann, by_script;
  for (Clone* const clone : {&ann, &by_script}) {
    clone->project().migration("m1", "none",
                               "-- up\nCREATE TABLE public.a (id integer PRIMARY KEY, n integer);\n"
                               "INSERT INTO public.a SELECT i FROM generate_series(1, 50) i;\n");
    clone->project().migration(
        "m2", "m1",
        "-- up\n-- step: fill  [batch 20]\nUPDATE public.a SET n = id;\n"
        "-- step: index  [no transaction]\nCREATE INDEX CONCURRENTLY i ON public.a (n);\n");
  }
  CHECK(ann.run({"upgrade"}).exit_code == 0);
  by_script.project().write("up.sql", by_script.said(0, {"-q", "upgrade", "--sql"}));
  const CommandResult ran = run_psql(by_script.url(), (by_script.project().folder() / "up.sql").string());
  INFO(ran.output);
  REQUIRE(ran.exit_code == 0);
  CHECK(by_script.said(0, {"-q", "current"}) == ann.said(0, {"-q", "current"}));
  CHECK(by_script.said(0, {"upgrade"}).find("nothing to do; at m2") != std::string::npos);
  CHECK(text(by_script.session(), "SELECT * FROM public.a ORDER BY 1") ==
        text(ann.session(), "SELECT * FROM public.a ORDER BY 1"));
}

TEST_CASE("after a switch of branches the database goes back without the file, and check tells drift",
          "[team]") {
  NEED_SERVER();
  Clone ann;
  ann.project().write("sql/t.sql", "CREATE TABLE public.a (id integer);\n");
  ann.project().migration("m1", "none", "-- up\nCREATE TABLE public.a (id integer);\n");
  ann.project().migration("x1", "m1",
                          "-- up\nCREATE TABLE public.x (id integer);\n-- down\nDROP TABLE public.x;\n");
  CHECK(ann.run({"upgrade"}).exit_code == 0);
  ann.project().remove("migrations/x1.sql");
  CHECK_THAT(ann.said(3, {"upgrade"}),
             Contains("not in the folder: x1 (x1)") && Contains("schemac downgrade"));
  ann.session().execute("ALTER TABLE public.x ADD COLUMN by_hand text");
  const std::string checked = ann.said(2, {"check"});
  CHECK_THAT(checked, Contains("unknown-migration: x1") && Contains("drift: ") && Contains("by_hand"));
  CHECK_THAT(checked, !Contains("table public.x is in the database and not"));
  CHECK(ann.run({"downgrade", "m1"}).exit_code == 0);
  CHECK(tables(ann.session()) == "a");
  CHECK(ann.run({"check"}).exit_code == 0);
}

TEST_CASE("an edited migration is shown, also where it does not run any more", "[team]") {
  NEED_SERVER();
  Clone ann;
  ann.project().write("sql/t.sql", "CREATE TABLE public.a (id integer);\n");
  ann.project().migration("m1", "none", "-- up\nCREATE TABLE public.a (id integer);\n");
  CHECK(ann.run({"upgrade"}).exit_code == 0);
  CHECK(ann.run({"check"}).exit_code == 0);
  ann.project().migration("m1", "none", "-- up\nCREATE TABLE public.a (id integr);\n");
  for (int i = 0; i < 2; ++i) {  // nothing of the first run hides it from the second
    const std::string checked = ann.said(1, {"check"});
    CHECK_THAT(checked, Contains("edited-migration: m1") &&
                            Contains("-CREATE TABLE public.a (id integer);") &&
                            Contains("+CREATE TABLE public.a (id integr);") && Contains("[migration-fails]"));
    CHECK_THAT(checked, !Contains("drift"));
  }
  const std::string refused = ann.said(3, {"upgrade"});
  CHECK_THAT(refused,
             Contains("was edited after it was applied") && Contains("+CREATE TABLE public.a (id integr);"));
}

TEST_CASE("the statement that failed is pointed at, also where the server tells no place", "[team]") {
  NEED_SERVER();
  Clone ann;
  const std::string body =
      "-- up\n-- step: rows\nCREATE TABLE public.a (id integer PRIMARY KEY);\nINSERT INTO public.a VALUES "
      "(1);\n"
      "SELECT 'a;b';\n  INSERT INTO public.a VALUES (1);\nSELECT 1;\n";
  ann.project().migration("m1", "none", body);
  CHECK_THAT(ann.said(1, {"upgrade"}), Contains("migrations/m1.sql:8:3: error: duplicate key value") &&
                                           Contains("no changes were kept"));
  CHECK_THAT(ann.said(1, {"revision", "--autogenerate"}),
             Contains("migrations/m1.sql:8:3: error: migration m1: duplicate key"));
  CHECK_THAT(ann.said(1, {"upgrade", "--dry-run"}),
             Contains("step 1, rows (migrations/m1.sql:8:3): duplicate key"));
  CHECK(tables(ann.session()).empty());
  // Applied by psql, say, where it did not fail: both histories of check hold it.
  CHECK(ann.run({"stamp", "m1"}).exit_code == 0);
  const std::string checked = ann.said(1, {"check"});
  CHECK_THAT(checked, Contains("migrations/m1.sql:8:3: error: migration m1: duplicate key"));
  CHECK(checked.find("duplicate key") == checked.rfind("duplicate key"));
  CHECK(ann.run({"stamp", "base"}).exit_code == 0);

  ann.project().migration("m1", "none",
                          "-- up\nCREATE TABLE public.t (id integer, n integer);\n"
                          "CREATE RULE r AS ON DELETE TO public.t DO ALSO (SELECT 1; SELECT 2);\n");
  CHECK(ann.run({"upgrade"}).exit_code == 0);
  CHECK(text(ann.session(), "SELECT count(*) FROM pg_rules WHERE rulename = 'r'") == "1");
  ann.project().migration("m2", "m1", "-- up\nCREATE TABLE public.b (id integer;\nSELECT 1;\n");
  CHECK_THAT(ann.said(1, {"upgrade"}), Contains("unfinished-statement") && Contains("parenthesis"));
}
