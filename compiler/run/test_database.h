// Databases for tests: a template that is made once, clones of it that live for one test.
//
// What schema_compiler_add_database_test stands on. Names come from a hash of the machine and the template's
// key, so that two builds on one server never meet: template "schemac_test_<hash>", clones
// "schemac_test_<hash>_<pid>". Nobody can connect to the template, which CREATE DATABASE … TEMPLATE needs, so
// that any number of clones can be made at the same time. Whatever carries the template's name is dropped
// before it is made and at the end, so that what a killed test left behind never outlives the next run.
//
// Cost: a clone copies the template's files, some 8 MB for an empty database. Errors: pg::DatabaseError.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/source.h"
#include "pg/session.h"

namespace schemac::run {

// key: any text, for example a path in the build folder.
std::string test_template_name(std::string_view key);

// Drops what carries the template's name, makes it anew, lets fill bring its content and closes it.
// server_url: any database of the server, as a role that may create databases. If fill throws, nothing is
// left.
void make_test_template(const std::string& server_url, const std::string& name,
                        const std::function<void(const std::string& url)>& fill);

// The template and all its clones, whoever is still connected. True if another template is on that server.
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

// Runs the statements of a test's file one by one, each row of a result as a line to print: its columns with
// tabs between them. The first error ends it as a diagnostic at its place; a row whose first column starts
// with "not ok", or with pgTAP's word for a wrong plan, is a diagnostic at its statement, and the rest goes
// on.
void run_test_sql(pg::Session& session, const SourceMap& sources, FileId file,
                  const std::function<void(const std::string& line)>& print, Diagnostics& diagnostics);

}  // namespace schemac::run
