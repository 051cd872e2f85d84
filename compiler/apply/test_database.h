// Databases for tests: a template that is created once, and clones of it for one test each.
//
// Used by schema_compiler_add_database_test. Names come from a hash of the machine and the template's key, so
// that two builds on one server never share one: template "schemac_test_<hash>", clones
// "schemac_test_<hash>_<pid>". The template allows no connections, as CREATE DATABASE … TEMPLATE requires, so
// any number of clones can be created at the same time. All databases of the template's name are dropped
// before it is created and at the end, so that leftovers of a killed test never outlive the next run.
//
// Cost: a clone copies the template's files, some 8 MB for an empty database. Errors: pg::DatabaseError.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/source.h"
#include "pg/session.h"

namespace schemac {

// key: any text, for example a path in the build folder.
std::string test_template_name(std::string_view key);

// Drops all databases of the template's name, creates the template, calls fill for its content and closes it.
// server_url: any database of the server, as a role that may create databases. If fill throws, nothing is
// left.
void make_test_template(const std::string& server_url, const std::string& name,
                        const std::function<void(const std::string& url)>& fill);

// Drops the template and all its clones, also with open connections. True if the server has another template.
bool drop_test_databases(const std::string& server_url, const std::string& name);

class TestDatabase {
 public:
  TestDatabase(const std::string& server_url, const std::string& template_name);
  ~TestDatabase();  // drops it; never throws
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  const std::string& url() const { return url_; }

 private:
  std::string server_url_;
  std::string name_;
  std::string url_;
};

// Runs the statements of a test's file one by one and prints each result row as a line, with tabs between
// columns. The first error ends it, with a diagnostic at its place. A row whose first column starts with "not
// ok", or with pgTAP's text for a wrong plan, is a diagnostic at its statement; the rest still runs.
void run_test_sql(pg::Session& session, const SourceMap& sources, FileId file,
                  const std::function<void(const std::string& line)>& print, Diagnostics& diagnostics);

}  // namespace schemac
