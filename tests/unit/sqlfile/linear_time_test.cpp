// The time to read SQL grows with its length, whatever it is made of: twice the text takes twice the time, as
// measured in one run. A text that costs its square takes four times as long.
#include <ctime>
#include <functional>
#include <string>

#include "sqlfile/lexer.h"
#include "sqlfile/statement.h"
#include "support/catch.h"

using namespace schemac;

namespace {

std::string times(std::size_t n, const std::string& text) {
  std::string out;
  out.reserve(n * text.size());
  for (std::size_t i = 0; i < n; ++i) out += text;
  return out;
}

// Processor time of all threads, the least of three.
double seconds(const std::function<void()>& work) {
  double least = 1e9;
  for (int i = 0; i < 3; ++i) {
    timespec begin{}, end{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    work();
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    least = std::min(least, double(end.tv_sec - begin.tv_sec) + double(end.tv_nsec - begin.tv_nsec) / 1e9);
  }
  return least;
}

struct Text {
  std::string name;
  std::size_t size;
  std::function<std::string(std::size_t)> of;
};

std::vector<Text> texts() {
  const auto numbered = [](std::size_t n, const std::function<std::string(std::string)>& each) {
    std::string out;
    for (std::size_t i = 0; i < n; ++i) out += each(std::to_string(i));
    return out;
  };
  return {
      {"nested comments", 40'000, [](auto n) { return "SELECT 1 " + times(n, "/*") + times(n, "*/"); }},
      {"comments that never end", 80'000, [](auto n) { return "SELECT 1 " + times(n, "/*"); }},
      {"comments beside each other", 40'000, [](auto n) { return "SELECT 1 " + times(n, "/**/"); }},
      {"comments between operators", 2'000, [](auto n) { return "SELECT 1 " + times(n, "+/**/"); }},
      {"comments behind strings", 20'000,
       [](auto n) { return "SELECT f('a'" + times(n, ", 'a'/**//**/") + ")"; }},
      {"quotes", 80'000, [](auto n) { return "SELECT " + times(2 * n + 1, "'"); }},
      {"escape strings", 20'000, [](auto n) { return "SELECT E'" + times(n, "\\''\n'"); }},
      {"quoted names", 80'000, [](auto n) { return "SELECT " + times(2 * n + 1, "\""); }},
      {"dollar quotes", 40'000, [](auto n) { return "SELECT " + times(n, "$a$b$c"); }},
      {"opening dollar quotes", 40'000, [](auto n) { return "SELECT $x$" + times(n, "$a$"); }},
      {"dollars", 40'000, [](auto n) { return "SELECT " + times(n, "$a "); }},
      {"open parentheses", 80'000, [](auto n) { return "SELECT " + times(n, "("); }},
      {"statements", 2'000, [](auto n) { return times(n, "SELECT 1;\n"); }},
      {"statements that are wrong", 2'000, [](auto n) { return times(n, "SELEKT 1;\n"); }},
      {"commands of psql", 20'000, [](auto n) { return times(n, "\\d 'x\n"); }},
      {"rows of COPY", 4'000,
       [](auto n) { return "COPY a FROM stdin;\n" + times(n, "1\n\\.\nSELECT 1;\n"); }},
      {"blocks of COPY", 2'000, [](auto n) { return times(n, "COPY a FROM stdin;\n'\n\\.\n"); }},
      {"a chain of operators", 8'000, [](auto n) { return "SELECT 1" + times(n, " + 1"); }},
      {"a chain of casts", 8'000, [](auto n) { return "SELECT x" + times(n, "::regclass"); }},
      {"a chain of UNION", 4'000, [](auto n) { return "SELECT 1" + times(n, " UNION SELECT 1"); }},
      {"CTEs that read each other", 2'000,
       [&](auto n) {
         return "WITH a AS (SELECT 1)" +
                numbered(n, [](const auto& i) { return ", a" + i + " AS (SELECT * FROM a" + i + ")"; }) +
                " SELECT 1";
       }},
      {"columns with references", 1'000,
       [&](auto n) {
         return "CREATE TABLE t (a integer" +
                numbered(n, [](const auto& i) { return ", b" + i + " integer REFERENCES t"; }) + ")";
       }},
  };
}

}  // namespace

TEST_CASE("SQL is read in a time that is linear in its length") {
  for (const Text& text : texts()) {
    const std::string small = text.of(text.size), large = text.of(2 * text.size);
    const double once = seconds([&] { sql::parse(small); }), twice = seconds([&] { sql::parse(large); });
    INFO(text.name << ": " << once * 1e3 << " ms, " << twice * 1e3 << " ms for twice the text");
    CHECK(twice < 3 * once + 0.005);
    const double lexed = seconds([&] { lex_sql(small); }), lexed_twice = seconds([&] { lex_sql(large); });
    INFO("lexer: " << lexed * 1e3 << " ms, " << lexed_twice * 1e3 << " ms");
    CHECK(lexed_twice < 3 * lexed + 0.005);
  }
}

TEST_CASE("comments are blanked without a change of what the rest means") {
  const auto count = [](const std::string& text) {
    const sql::ParsedSql parsed = sql::parse(text);
    return parsed.errors.empty() ? int(parsed.statements.size()) : -1;
  };
  CHECK(count("CREATE VIEW v AS SELECT 1 /* a; /* b; */ ' c */ AS x; SELECT 2") == 2);
  CHECK(count("SELECT 'a/*'; SELECT '*/'") == 2);
  CHECK(count("SELECT $$ /* $$; SELECT $a$ */ $a$") == 2);
  CHECK(count("SELECT E'\\'/*'; SELECT 1 -- /*\n; SELECT 3") == 3);
  CHECK(count("SELECT E'a'\n '\\'/*'; SELECT 1") == 2);  // one literal of two parts
  CHECK(count("SELECT \"/*\" FROM t; SELECT U&\"*/\" FROM t") == 2);
  CHECK(count("SELECT 1 +/* a */+ 2; SELECT a/**/b FROM t") == 2);
  // A line break joins two strings, a comment between them does not.
  CHECK(count("SELECT 'a'\n'b'") == 1);
  CHECK(count("SELECT 'a' /* c */\n'b'") == -1);
  CHECK(count("SELECT 'a' /* c\n */ /* d */\n'b'") == -1);
  const sql::ParsedSql open = sql::parse("SELECT 1;\nSELECT 2 /* a /* b */");
  REQUIRE(open.errors.size() == 1);
  CHECK(open.errors[0].offset == 19);
}

TEST_CASE("the depth of what is read ends at a limit, with a place") {
  const auto error = [](const std::string& text) {
    const sql::ParsedSql parsed = sql::parse(text);
    REQUIRE(parsed.errors.size() == 1);
    return parsed.errors[0];
  };
  CHECK(sql::parse("SELECT 1" + times(99'000, "+1")).errors.empty());
  for (const std::string& text :
       {"SELECT 1" + times(100'001, "+1"), "SELECT " + times(20'000, "(") + "1" + times(20'000, ")"),
        "SELECT " + times(20'000, "NOT ") + "true", "SELECT 1" + times(20'000, "+") + "1"}) {
    const sql::ParseError found = error("SELECT 0;\n" + text);
    INFO(found.message);
    CHECK(found.what == sql::ParseError::What::too_deep);
    CHECK(found.offset >= 10);
    CHECK(found.message.size() < 200);
  }
}
