// What the tests of LinkML against a server share: a project in an empty folder, compiled and created in a
// database, and data loaded into it.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "compile/compile.h"
#include "load/load.h"
#include "pg/session.h"
#include "workspace/environment.h"

namespace schemac::test {

struct SilentReporter final : Reporter {
  void message(const std::string& text) override { messages.push_back(text); }
  void detail(const std::string&) override {}
  void explain(const std::string&) override {}
  void progress(const std::string& text) override { shown.push_back(text); }
  std::vector<std::string> messages, shown;
};

// The folder is removed at the end. Project settings may be changed before compile().
class LinkmlPlace {
 public:
  LinkmlPlace();
  ~LinkmlPlace();
  LinkmlPlace(const LinkmlPlace&) = delete;
  LinkmlPlace& operator=(const LinkmlPlace&) = delete;

  // Writes the file into the folder; its path.
  std::filesystem::path write(const std::string& name, const std::string& text);
  // Compiles; false if there were errors, which are then in diagnostics().
  bool compile();
  // The compiled objects in the database.
  void create(pg::Session& session);
  LoadReport load(pg::Session& session, const LoadOptions& options);
  // One file of text as objects of the class; every message of what was wrong, empty if it was loaded.
  std::string load_text(pg::Session& session, const std::string& class_name, const std::string& name,
                        const std::string& text);

  // Messages of that severity, one a line, with code.
  std::string messages(Severity severity) const;

  std::filesystem::path folder;
  Files files;
  SourceMap sources;
  Diagnostics diagnostics;
  SilentReporter reporter;
  Environment environment{files, sources, diagnostics, reporter, {}, {}};
  Project& project = environment.project;
  Compiled compiled;
};

// ../shared/<name>, or an empty path where it is absent: then the test says so and returns.
std::filesystem::path shared_data(const std::string& name);

}  // namespace schemac::test
