// A project in a temporary folder with migrations written by the test, and an environment that keeps what is
// said to it.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "workspace/environment.h"

namespace schemac::test {

class RecordingReporter : public Reporter {
 public:
  void message(const std::string& text) override { messages.push_back(text); }
  void detail(const std::string& text) override { details.push_back(text); }
  void explain(const std::string&) override {}
  void progress(const std::string&) override {}
  bool said(const std::string& part) const {
    for (const std::string& text : messages) {
      if (text.find(part) != std::string::npos) return true;
    }
    return false;
  }
  std::vector<std::string> messages;
  std::vector<std::string> details;
};

class MigrationProject {
 public:
  explicit MigrationProject(const std::string& database_url, const std::string& name = "demo");
  ~MigrationProject();
  MigrationProject(const MigrationProject&) = delete;
  MigrationProject& operator=(const MigrationProject&) = delete;

  // Writes <path> below the project's folder.
  void write(const std::string& path, const std::string& text);
  void remove(const std::string& path);
  // migrations/<revision>.sql with its parents line before body.
  void migration(const std::string& revision, const std::string& parents, const std::string& body);
  std::string diagnostics() const;  // rendered
  std::filesystem::path folder() const { return folder_; }

  Files files;
  SourceMap sources;
  Diagnostics collected;
  RecordingReporter reporter;

 private:
  std::filesystem::path folder_;

 public:
  Environment environment;
};

}  // namespace schemac::test
