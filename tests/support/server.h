// A real PostgreSQL for a test executable: one private server, shared by its test cases, and a fresh database
// for each of them.
//
//   TestDatabase database;                       // dropped at the end of the test case
//   database.session().execute("CREATE TABLE …");
//   auto another = database.connect();
//
// The server is started by the first TestDatabase or server() and removed when the executable ends; one that
// a killed run left behind is taken over by the next run of the same executable on the same binaries
// ($SCHEMAC_PG_BINDIR), which gets the same key.
#pragma once
#include <memory>
#include <string>

#include "base/files.h"
#include "pg/embedded.h"
#include "pg/session.h"

namespace schemac::test {

// Nullptr where no server binaries are installed: then a test says so and returns.
// The URL is of the maintenance database "postgres".
struct TestServer {
  std::string url;
  std::unique_ptr<pg::Session> connect(const std::string& database = "postgres") const;
};
const TestServer* server();
// Removes the server; called by the test runner when all test cases have run.
void destroy_server();

class TestDatabase {
 public:
  // options: text after the name, for example "ENCODING 'UTF8' TEMPLATE template0".
  explicit TestDatabase(const std::string& options = {});
  ~TestDatabase();  // drops it, whoever is connected
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  const std::string& name() const { return name_; }
  const std::string& url() const { return url_; }
  pg::Session& session();  // one session of its own, made on first use, pinned as every other
  std::unique_ptr<pg::Session> connect() const;

 private:
  std::string name_;
  std::string url_;
  std::unique_ptr<pg::Session> session_;
};

// Whether the server has that extension's files ("postgis").
bool has_extension(const std::string& name);

}  // namespace schemac::test
