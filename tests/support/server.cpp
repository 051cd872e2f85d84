#include "support/server.h"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include "base/hash.h"
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include "support/catch.h"

namespace schemac::test {
namespace {

// Test state has the lifetime of the executable; the listener below ends it before static destruction.
struct Running {
  Files files;
  std::unique_ptr<FileLock>
      lock;  // a second run of the same executable on the same binaries waits for the first
  std::unique_ptr<pg::EmbeddedServer> embedded;
  std::optional<TestServer> server;
  bool tried = false;
};

Running& running() {
  static Running state;
  return state;
}

struct EndOfRun : Catch::TestEventListenerBase {
  using TestEventListenerBase::TestEventListenerBase;
  void testRunEnded(const Catch::TestRunStats&) override { destroy_server(); }
};

}  // namespace

CATCH_REGISTER_LISTENER(EndOfRun)

std::unique_ptr<pg::Session> TestServer::connect(const std::string& database) const {
  return pg::connect(pg::with_database(url, database), pg::Settings::catalog);
}

const TestServer* server() {
  Running& state = running();
  if (!state.tried) {
    state.tried = true;
    if (const auto binaries = pg::find_binaries()) {
      const std::filesystem::path executable = std::filesystem::read_symlink("/proc/self/exe");
      pg::EmbeddedOptions options;
      options.key = "tests of " + executable.string() + " on " + binaries->string();
      state.lock = std::make_unique<FileLock>(std::filesystem::temp_directory_path() /
                                              ("schemac-tests-" + sha256(options.key).substr(7, 16)));
      options.database = "postgres";
      state.embedded = std::make_unique<pg::EmbeddedServer>(options, state.files);
      // One that a killed run left may hold its databases.
      state.embedded->destroy();
      state.server = TestServer{state.embedded->start()};
    } else {
      WARN("skipped: no PostgreSQL server binaries are installed");
    }
  }
  return state.server ? &*state.server : nullptr;
}

void destroy_server() {
  Running& state = running();
  if (state.embedded) state.embedded->destroy();
  state.embedded.reset();
  state.server.reset();
  state.lock.reset();
  state.tried = false;
}

TestDatabase::TestDatabase(const std::string& options) {
  static std::atomic<int> counter{0};
  const TestServer* const running_server = server();
  if (running_server == nullptr) throw std::runtime_error("no PostgreSQL server binaries are installed");
  name_ = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++counter);
  url_ = pg::with_database(running_server->url, name_);
  running_server->connect()->execute("CREATE DATABASE " + name_ + " " + options);
}

TestDatabase::~TestDatabase() {
  session_.reset();
  try {
    if (const TestServer* const running_server = server()) {
      running_server->connect()->execute("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    }
  } catch (const std::exception&) {
    // The whole server goes at the end of the run.
  }
}

pg::Session& TestDatabase::session() {
  if (!session_) session_ = connect();
  return *session_;
}

std::unique_ptr<pg::Session> TestDatabase::connect() const {
  return pg::connect(url_, pg::Settings::catalog);
}

bool has_extension(const std::string& name) {
  const TestServer* const running_server = server();
  return running_server != nullptr &&
         !running_server->connect()
              ->query("SELECT FROM pg_catalog.pg_available_extensions WHERE name = $1", {name})
              .rows.empty();
}

}  // namespace schemac::test
