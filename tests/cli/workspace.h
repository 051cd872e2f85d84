// A project in a temporary folder, and the real executable run in it.
//
//   Workspace place("bad_input");
//   place.write("schemac.yaml", "name: demo\nlinkml: [demo.yaml]\n");
//   const Outcome outcome = place.schemac({"compile"});
//
// The folder's name is the same in each run of the same test executable, so that a server that a killed run
// left behind is found and removed by the next.
#pragma once
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/subprocess.h"
#include "support/server.h"

namespace schemac::test {

struct Outcome {
  int exit_code = -1;
  std::string out;  // stdout
  std::string err;  // stderr
};

using Variables = std::vector<std::pair<std::string, std::string>>;

class Workspace {
 public:
  // below: folders between the temporary folder and the project's, to make a path odd or long.
  explicit Workspace(const std::string& name, const std::string& below = {});
  ~Workspace();  // destroys the embedded server, if the project had one, and removes the folder
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  void write(const std::string& path, const std::string& text);
  std::string read(const std::string& path) const;
  void replace(const std::string& path, const std::string& from,
               const std::string& to);                            // once; must be there
  std::vector<std::string> files(const std::string& path) const;  // names of the files below, sorted
  const std::filesystem::path& folder() const { return folder_; }

  // No DATABASE_URL and no PG… variable is inherited.
  Outcome schemac(const std::vector<std::string>& arguments, const Variables& variables = {}) const;
  // The URL that `db url` prints; the server is started.
  std::string url() const;
  // psql with the script, until its first error.
  CommandResult psql(const std::string& url, const std::string& script);

 private:
  std::filesystem::path top_;
  std::filesystem::path folder_;
  Files files_;
};

// A workspace with a database of the tests' own server, to which its commands go. What they said is shown
// where a check fails.
class LiveWorkspace : public Workspace {
 public:
  using Workspace::Workspace;
  Outcome run(std::vector<std::string> arguments) const;
  std::string value(const std::string& sql) { return database.session().query(sql).value(); }

  TestDatabase database;
};

}  // namespace schemac::test
