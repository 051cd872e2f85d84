// A cache folder and an environment whose scratch databases are made in the test server.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "scratch/elaborate.h"
#include "workspace/environment.h"

namespace schemac::test {

struct Explanations final : Reporter {
  void message(const std::string&) override {}
  void detail(const std::string&) override {}
  void explain(const std::string& text) override { said.push_back(text); }
  void progress(const std::string&) override {}
  std::vector<std::string> said;
};

class ElaborationPlace {
 public:
  explicit ElaborationPlace(const std::string& scratch_url);
  ~ElaborationPlace();
  ElaborationPlace(const ElaborationPlace&) = delete;
  ElaborationPlace& operator=(const ElaborationPlace&) = delete;

  // The dump of what the artifacts come to, with what was reported; from the cache as far as possible.
  std::string elaborated(const ArtifactSet& artifacts);
  // The same, with nothing known.
  std::string elaborated_afresh(const ArtifactSet& artifacts);
  // Whether the last elaboration took something over from another state.
  bool was_partial() const;
  std::filesystem::path cache() const { return folder_ / "build" / "cache"; }

 private:
  std::filesystem::path folder_;

 public:
  Files files;
  SourceMap sources;
  Diagnostics diagnostics;
  Explanations reporter;
  Environment environment;
};

// From objects of SQL as a project's sql/ folder has them. Fails the test where they do not compile.
ArtifactSet compiled_sql(const std::string& sql);

}  // namespace schemac::test
