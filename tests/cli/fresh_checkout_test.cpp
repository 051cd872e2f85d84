// Commands know what the sources say by themselves: a checkout in which nobody ran `compile`, or one whose
// build output is old, behaves like one that was just compiled.
#include <functional>
#include <map>
#include <memory>
#include <regex>

#include <nlohmann/json.hpp>

#include "support/catch.h"
#include "support/server.h"
#include "workspace.h"

using namespace schemac;
using nlohmann::json;
using test::LiveWorkspace;
using test::Outcome;

namespace {

const char* const old_schema =
    "id: https://example.org/shop\nname: shop\nprefixes: {linkml: https://w3id.org/linkml/}\n"
    "default_prefix: https://example.org/shop/\nimports: [linkml:types]\n"
    "classes:\n"
    "  Former:\n    attributes:\n      id: {range: integer, identifier: true}\n"
    "  Sale:\n    attributes:\n      id: {range: integer, identifier: true}\n"
    "  Daily:\n    attributes:\n      n: {range: integer}\n    annotations:\n      materialized: true\n"
    "      sql_definition: SELECT count(*)::int AS n FROM sale\n";

const char* const schema =
    "id: https://example.org/shop\nname: shop\nprefixes: {linkml: https://w3id.org/linkml/}\n"
    "default_prefix: https://example.org/shop/\nimports: [linkml:types]\n"
    "classes:\n"
    "  Sale:\n    attributes:\n      id: {range: integer, identifier: true}\n"
    "  Weekly:\n    attributes:\n      n: {range: integer}\n    annotations:\n      materialized: true\n"
    "      sql_definition: SELECT count(*)::int AS n FROM sale\n"
    "      sql_refresh: {on: upgrade, track_changes: true}\n"
    // Its name comes first in every order, and no server knows that it reads the other view.
    "  Daily:\n    attributes:\n      n: {range: integer}\n    annotations:\n      materialized: true\n"
    "      sql_definition: SELECT public.weekly_sales() AS n\n"
    "      sql_depends_on: [public.weekly]\n"
    "      sql_refresh: {concurrently: never}\n";

const char* const functions =
    "CREATE FUNCTION weekly_sales() RETURNS integer LANGUAGE plpgsql STABLE AS $$ DECLARE r integer; BEGIN\n"
    "  EXECUTE 'SELECT n FROM public.' || 'weekly' INTO r; RETURN r; END $$;\n";

enum class BuildOutput { fresh, absent, old };

struct Checkout : LiveWorkspace {
  explicit Checkout(BuildOutput output)
      : LiveWorkspace("fresh_checkout_" + std::to_string(static_cast<int>(output))), output_(output) {
    write("schemac.yaml", "name: shop\nlinkml: [shop.yaml]\nsql: [sql]\ndatabase: { scratch: target }\n");
    write("sql/functions.sql", functions);
    write("shop.yaml", schema);
  }

  // The build output as the command finds it; the cache of elaborated states is gone in a fresh checkout too.
  void prepare() {
    std::filesystem::remove_all(folder() / "build");
    if (output_ == BuildOutput::absent) return;
    if (output_ == BuildOutput::old) write("shop.yaml", old_schema);
    REQUIRE(schemac({"compile"}).exit_code == 0);
    write("shop.yaml", current);
  }

  // What the command did, without what differs from run to run.
  std::string transcript(const std::vector<std::string>& arguments) {
    prepare();
    const Outcome outcome = run(arguments);
    std::string text = "$";
    for (const std::string& argument : arguments) text += " " + argument;
    return normalised(text + "\nexit " + std::to_string(outcome.exit_code) + "\n" + outcome.out + "--\n" +
                      outcome.err);
  }

  std::string migrations() {
    std::string text;
    for (const std::string& name : files("migrations")) text += read("migrations/" + name);
    return normalised(text);
  }

  std::string current = schema;

 private:
  std::string normalised(std::string text) {
    const auto replace = [&](const std::string& pattern, const std::string& with) {
      text = std::regex_replace(text, std::regex(pattern), with);
    };
    replace(database.name(), "DATABASE");
    replace(folder().string(), "FOLDER");
    replace("[0-9]{4}-?[0-9]{2}-?[0-9]{2}[T ][0-9:.]+(Z|\\+00)?", "TIME");
    replace("[0-9]{8}T?[0-9]{4,6}Z?_", "TIME_");
    replace("[0-9.]+ m?s\\b", "DURATION");
    replace("\"duration_ms\": [0-9]+", "\"duration_ms\": N");
    std::smatch found;
    while (std::regex_search(text, found, std::regex("\\b[0-9a-f]{12}\\b"))) {
      const std::string revision = found.str();
      const std::string number =
          "REV" + std::to_string(numbers_.emplace(revision, numbers_.size()).first->second);
      text = std::regex_replace(text, std::regex(revision), number);
    }
    return text;
  }

  BuildOutput output_;
  std::map<std::string, std::size_t> numbers_;  // revision: the order in which it was seen
};

// State of the database that commands could make different.
std::string state_of(Checkout& checkout) {
  return checkout.value(
             "SELECT string_agg(relname || ' ' || relkind::text || ' ' || relispopulated, ', ' ORDER BY "
             "relname) "
             "FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'm')") +
         "\ntracked: " +
         checkout.value(
             "SELECT coalesce(string_agg(tgrelid::regclass::text, ', '), '-') FROM pg_trigger WHERE tgname = "
             "'schemac_note_change'");
}

using Act = std::function<std::string(Checkout&)>;

// One project's life, a command a step.
const std::vector<Act> life = {
    [](Checkout& c) {
      return c.transcript({"diff", "--from", "empty", "--to", "project"});
    },
    [](Checkout& c) {
      return c.transcript({"graph", "--format", "json"});
    },
    [](Checkout& c) {
      return c.transcript({"revision", "--autogenerate", "-m", "first"}) + c.migrations();
    },
    [](Checkout& c) {
      return c.transcript({"upgrade", "--dry-run"});
    },
    [](Checkout& c) { return c.transcript({"upgrade"}) + state_of(c); },
    [](Checkout& c) { return c.transcript({"check"}); },
    [](Checkout& c) {
      return c.transcript({"diff", "--exit-code"});
    },
    [](Checkout& c) {
      c.write("data.yaml", "- {id: 1}\n- {id: 2}\n");
      return c.transcript({"load", "--class", "Sale", "data.yaml"});
    },
    [](Checkout& c) {
      return c.transcript({"refresh", "--dry-run"});
    },
    [](Checkout& c) {
      const std::string text = c.transcript({"refresh", "--jobs", "1"});
      return text + state_of(c) + c.value("SELECT n FROM public.daily");
    },
    [](Checkout& c) { return c.transcript({"views"}); },
    [](Checkout& c) {
      c.database.session().execute("INSERT INTO public.sale VALUES (3)");
      return c.transcript({"refresh", "--stale-only", "--jobs", "1"}) + c.value("SELECT n FROM public.daily");
    },
    // `on: upgrade` holds for a migration that has nothing to do with the view.
    [](Checkout& c) {
      return c.transcript({"revision", "-m", "second"}) + c.migrations();
    },
    [](Checkout& c) {
      c.database.session().execute("INSERT INTO public.sale VALUES (4)");
      return c.transcript({"upgrade"}) + state_of(c) + c.value("SELECT n FROM public.weekly");
    },
    [](Checkout& c) {
      return c.transcript({"downgrade", "-1"}) + state_of(c);
    },
    [](Checkout& c) {
      c.write("targets", c.database.url() + "\n");
      c.database.session().execute("INSERT INTO public.sale VALUES (5)");
      return c.transcript({"upgrade", "--targets", "targets"}) + c.value("SELECT n FROM public.weekly");
    },
    [](Checkout& c) {
      c.current += "  Extra:\n    attributes:\n      id: {range: integer, identifier: true}\n";
      c.write("shop.yaml", c.current);
      return c.transcript({"revision", "--autogenerate", "-m", "third"}) + c.migrations();
    },
    [](Checkout& c) { return c.transcript({"check"}); },
    [](Checkout& c) {
      const json migrations = json::parse(c.run({"history", "--format", "json"}).out).at("migrations");
      return c.transcript({"squash", migrations.back().at("revision").get<std::string>() + ".." +
                                         migrations.front().at("revision").get<std::string>()}) +
             c.migrations();
    },
    [](Checkout& c) {
      std::filesystem::remove_all(c.folder() / "migrations");
      c.database.session().execute("DROP SCHEMA schemac CASCADE");
      return c.transcript({"adopt"}) + c.migrations();
    },
};

}  // namespace

TEST_CASE("without build output and with an old one, every command does the same", "[fresh_checkout]") {
  if (test::server() == nullptr) return;
  const auto compiled = std::make_unique<Checkout>(BuildOutput::fresh);
  const auto fresh = std::make_unique<Checkout>(BuildOutput::absent);
  const auto behind = std::make_unique<Checkout>(BuildOutput::old);
  for (const Act& act : life) {
    const std::string expected = act(*compiled);
    CHECK(act(*fresh) == expected);
    CHECK(act(*behind) == expected);
  }
}
