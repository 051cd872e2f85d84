// LinkML through the executable: what is not enforced is listed, a database comes back as LinkML, data is
// loaded.
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <sstream>

#include <nlohmann/json.hpp>

#include "support/catch.h"
#include "support/server.h"
#include "workspace.h"

using namespace schemac;
using test::Outcome;
using test::TestDatabase;
using test::Workspace;
namespace fs = std::filesystem;

namespace {

std::string source_file(const std::string& path) { return Files().read(fs::path(SCHEMAC_SOURCE_DIR) / path); }

// "note: slot 'a' of class 'B': reason [unenforced-x]": the notes of a golden case, without their place.
std::vector<std::string> notes_of(const std::string& diagnostics) {
  std::vector<std::string> notes;
  std::istringstream lines(diagnostics);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t note = line.find(": note: ");
    if (note != std::string::npos && line.find("[unenforced-") != std::string::npos)
      notes.push_back(line.substr(note + 2));
  }
  return notes;
}

// Standard output and error of the executable on a terminal.
std::string on_terminal(const Workspace& place, const std::vector<std::string>& arguments) {
  winsize size{24, 100, 0, 0};
  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
  REQUIRE(child >= 0);
  if (child == 0) {
    std::vector<std::string> words = {SCHEMAC_EXECUTABLE, "-C", place.folder().string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  std::string text;
  std::array<char, 4096> buffer{};
  for (ssize_t count; (count = ::read(terminal, buffer.data(), buffer.size())) > 0;)
    text.append(buffer.data(), static_cast<std::size_t>(count));
  ::close(terminal);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  return text;
}

constexpr const char* library = R"(id: https://example.org/library
name: library
default_range: string
classes:
  Author: {attributes: {id: {identifier: true}, born: {range: date}}}
  Book:
    description: A book
    attributes:
      number: {identifier: true, range: integer}
      title: {required: true, pattern: "^[A-Z]"}
      author: {range: Author}
      language: {range: Language}
      keywords: {multivalued: true}
    unique_keys: {title: {unique_key_slots: [title, author]}}
enums:
  Language: {permissible_values: {en: , de: }}
)";

}  // namespace

TEST_CASE("everything that is not enforced is listed by compile --explain", "[linkml]") {
  Workspace place("linkml_explain");
  place.write("schemac.yaml", "name: demo\nlinkml: [root.yaml]\n");
  place.write("root.yaml", source_file("tests/golden/lower/unenforced/root.yaml"));
  const Outcome outcome = place.schemac({"compile", "--explain", "--color", "never"});
  CHECK(outcome.exit_code == 0);
  const std::vector<std::string> notes =
      notes_of(source_file("tests/golden/lower/unenforced/diagnostics.txt"));
  CHECK(notes.size() > 50);
  for (const std::string& note : notes) {
    INFO(note);
    CHECK(outcome.err.find(note) != std::string::npos);
  }
}

TEST_CASE("a database comes back as LinkML that means the same", "[linkml]") {
  if (test::server() == nullptr) return;
  Workspace place("linkml_inspect");
  place.write("schemac.yaml", "name: library\nlinkml: [library.yaml]\ndatabase: {scratch: target}\n");
  place.write("library.yaml", library);
  TestDatabase database, other;
  REQUIRE(place.schemac({"compile"}).exit_code == 0);
  database.session().execute(place.read("build/schemac/schema.sql"));

  const Outcome inspected = place.schemac({"inspect", database.url(), "--format", "linkml"});
  INFO(inspected.err);
  REQUIRE(inspected.exit_code == 0);
  CHECK(inspected.out.find("classes:") != std::string::npos);
  CHECK(inspected.out.find("Book:") != std::string::npos);
  CHECK(inspected.out.find("range: Author") != std::string::npos);
  place.write("inspected.yaml", inspected.out);

  const test::Variables target = {{"DATABASE_URL", database.url()}};
  const Outcome diff =
      place.schemac({"diff", "--from", database.url(), "--to", "inspected.yaml", "--exit-code"}, target);
  INFO(diff.out << diff.err);
  CHECK(diff.exit_code == 0);

  place.write("schemac.yaml", "name: library\nlinkml: [inspected.yaml]\ndatabase: {scratch: target}\n");
  REQUIRE(place.schemac({"compile"}).exit_code == 0);
  other.session().execute(place.read("build/schemac/schema.sql"));
  const Outcome again =
      place.schemac({"diff", "--from", database.url(), "--to", other.url(), "--exit-code"}, target);
  INFO(again.out << again.err);
  CHECK(again.exit_code == 0);
}

TEST_CASE("load: what it says, as text, as JSON and on a terminal", "[linkml]") {
  if (test::server() == nullptr) return;
  Workspace place("linkml_load");
  place.write("schemac.yaml", "name: library\nlinkml: [library.yaml]\n");
  place.write("library.yaml", library);
  TestDatabase database;
  REQUIRE(place.schemac({"compile"}).exit_code == 0);
  database.session().execute(place.read("build/schemac/schema.sql"));
  const std::string url = database.url();

  place.write("authors.yaml", "- {id: a1, born: 1900-01-01}\n- {id: a2}\n");
  const Outcome text = place.schemac({"--database-url", url, "load", "authors.yaml", "--class", "Author"});
  INFO(text.err);
  CHECK(text.exit_code == 0);
  CHECK(text.out == "loaded: 2 rows in 1 tables\n");

  place.write("books.json", R"([{"number": 7, "title": "Tea", "author": "a1", "keywords": ["x", "y"]}])");
  const Outcome json =
      place.schemac({"--database-url", url, "--format", "json", "load", "books.json", "--class", "Book"});
  CHECK(json.exit_code == 0);
  const nlohmann::json loaded = nlohmann::json::parse(json.out)["loaded"];
  CHECK(loaded["objects"] == 1);
  CHECK(loaded["rows"] == 3);

  place.write("bad.jsonl", "{\"number\": 8, \"title\": \"Milk\"}\n{\"number\": 9, \"title\": \"milk\"}\n");
  const Outcome bad =
      place.schemac({"--database-url", url, "--color", "never", "load", "bad.jsonl", "--class", "Book"});
  CHECK(bad.exit_code == 1);
  CHECK(bad.out.empty());
  CHECK(bad.err.find("bad.jsonl:2") != std::string::npos);
  CHECK(bad.err.find("object 2: slot title of Book") != std::string::npos);
  CHECK(bad.err.find("book_title_pattern") != std::string::npos);

  std::string many;
  for (int i = 0; i < 50000; ++i) many += "{\"id\": \"m" + std::to_string(i) + "\"}\n";
  place.write("many.jsonl", many);
  const std::string shown =
      on_terminal(place, {"--database-url", url, "load", "many.jsonl", "--class", "Author"});
  INFO(shown);
  CHECK(shown.find("many.jsonl: 40000 objects") != std::string::npos);
  CHECK(shown.find("public.author: 50000 rows") != std::string::npos);
  CHECK(shown.find("loaded: 50000 rows in 1 tables") != std::string::npos);
  CHECK(database.session().query("SELECT count(*)::text FROM author").value() == "50002");
  // Progress is for terminals.
  const Outcome quiet = place.schemac(
      {"--database-url", url, "load", "--dry-run", "authors.yaml", "--class", "Book", "--input", "jsonl"});
  CHECK(quiet.err.find("objects\r") == std::string::npos);
}
