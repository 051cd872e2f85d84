// Commands know what the sources say by themselves: a checkout in which nobody ran `compile`, or one whose
// build output is old, behaves like one that was just compiled.
#include <functional>
#include <map>
#include <memory>
#include <regex>
#include <set>

#include "support/catch.h"
#include "support/server.h"
#include "workspace.h"

using namespace schemac;
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
    std::string text = "$";
    std::vector<std::string> actual = arguments;
    for (std::string& argument : actual) {
      text += " " + argument;
      for (const auto& [revision, number] : numbers_)
        argument = std::regex_replace(argument, std::regex("REV" + std::to_string(number)), revision);
    }
    const Outcome outcome = run(actual);
    return normalised(text + "\nexit " + std::to_string(outcome.exit_code) + "\n" + outcome.out + "--\n" +
                      outcome.err);
  }

  // In the order of their texts: a squash has the time of the last migration that it replaces.
  std::string migrations() {
    std::set<std::string> texts;
    for (const std::string& name : files("migrations")) texts.insert(normalised(read("migrations/" + name)));
    std::string all;
    for (const std::string& text : texts) all += text;
    return all;
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
    replace("[0-9]{8}T[0-9]{6}_", "TIME_");
    replace("[0-9.]+ m?s\\b", "DURATION");
    replace("\"duration_ms\": [0-9]+", "\"duration_ms\": N");
    std::smatch found;
    while (std::regex_search(text, found, std::regex("(?:^|[^0-9a-f])([0-9a-f]{12})(?![0-9a-f])"))) {
      const std::string revision = found.str(1);
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

// A command, after something was prepared, and what it changed.
struct Step {
  std::vector<std::string> command;
  std::function<std::string(Checkout&)> result = [](Checkout&) { return std::string(); };
  std::function<void(Checkout&)> before = [](Checkout&) {};
};

std::function<std::string(Checkout&)> value_of(const std::string& sql) {
  return [sql](Checkout& checkout) { return checkout.value(sql); };
}

std::function<void(Checkout&)> run_sql(const std::string& sql) {
  return [sql](Checkout& checkout) { checkout.database.session().execute(sql); };
}

std::string migrations_of(Checkout& checkout) { return checkout.migrations(); }

// One project's life.
const std::vector<Step> life = {
    {{"diff", "--from", "empty", "--to", "project"}},
    {{"graph", "--format", "json"}},
    {{"revision", "--autogenerate", "-m", "first"}, migrations_of},
    {{"upgrade", "--dry-run"}},
    {{"upgrade"}, state_of},
    {{"check"}},
    {{"diff", "--exit-code"}},
    {{"load", "--class", "Sale", "data.yaml"},
     value_of("SELECT count(*) FROM public.sale"),
     [](Checkout& checkout) { checkout.write("data.yaml", "- {id: 1}\n- {id: 2}\n"); }},
    {{"refresh", "--dry-run"}},
    {{"refresh", "--jobs", "1"}, state_of},
    {{"views"}, value_of("SELECT n FROM public.daily")},
    {{"refresh", "--stale-only", "--jobs", "1"},
     value_of("SELECT n FROM public.daily"),
     run_sql("INSERT INTO public.sale VALUES (3)")},
    // `on: upgrade` holds for a migration that has nothing to do with the view.
    {{"revision", "-m", "second"}, migrations_of},
    {{"upgrade"}, value_of("SELECT n FROM public.weekly"), run_sql("INSERT INTO public.sale VALUES (4)")},
    {{"downgrade", "-1"}, state_of},
    {{"upgrade", "--targets", "targets"},
     value_of("SELECT n FROM public.weekly"),
     [](Checkout& checkout) {
       checkout.write("targets", checkout.database.url() + "\n");
       checkout.database.session().execute("INSERT INTO public.sale VALUES (5)");
     }},
    {{"revision", "--autogenerate", "-m", "third"},
     migrations_of,
     [](Checkout& checkout) {
       checkout.current += "  Extra:\n    attributes:\n      id: {range: integer, identifier: true}\n";
       checkout.write("shop.yaml", checkout.current);
     }},
    {{"check"}},
    {{"squash", "REV0..REV2"}, migrations_of},
    {{"adopt"},
     migrations_of,
     [](Checkout& checkout) {
       std::filesystem::remove_all(checkout.folder() / "migrations");
       checkout.database.session().execute("DROP SCHEMA schemac CASCADE");
     }},
};

std::string run_step(Checkout& checkout, const Step& step) {
  step.before(checkout);
  std::string text = checkout.transcript(step.command);
  text += step.result(checkout);
  return text;
}

}  // namespace

TEST_CASE("without build output and with an old one, every command does the same", "[fresh_checkout]") {
  if (test::server() == nullptr) return;
  const auto compiled = std::make_unique<Checkout>(BuildOutput::fresh);
  const auto fresh = std::make_unique<Checkout>(BuildOutput::absent);
  const auto behind = std::make_unique<Checkout>(BuildOutput::old);
  for (const Step& step : life) {
    const std::string expected = run_step(*compiled, step);
    INFO(expected);
    CHECK(run_step(*fresh, step) == expected);
    CHECK(run_step(*behind, step) == expected);
  }
  CHECK(compiled->value("SELECT n FROM public.weekly") == "5");
}
