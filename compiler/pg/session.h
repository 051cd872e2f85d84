// A connection to PostgreSQL: the only user of libpq.
//
// Every session is opened under settings that its caller names (settings.h); a SettingsScope changes them for
// a while.
//
// An interrupt (base/interrupt.h) cancels the running statement. When the server has answered, Interrupted is
// thrown, and by every later statement too, except on a session that cleans up (Uninterrupted).
//
// Session is an interface because some faults cannot be caused on a real server
// (tests/support/fake_session.h). Not thread-safe: one session, one thread; only cancel() may be called from
// another thread or a signal handler's thread. Errors are DatabaseError, without passwords.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "pg/settings.h"

namespace schemac::pg {

class DatabaseError : public std::runtime_error {
 public:
  struct Facts {
    std::string sqlstate{};  // five characters; empty if the connection itself failed
    std::string message{};   // the server's primary message, or libpq's, without password
    std::string detail{};
    std::string hint{};
    std::string context{};
    std::string statement{};
    int position = 0;      // 1-based character in statement; 0 = unknown
    std::string object{};  // schema.table.constraint/column as far as the server says
    // The parts of object.
    std::string table_namespace{}, table{}, column{}, constraint{};
  };
  explicit DatabaseError(Facts facts);
  const Facts& facts() const { return facts_; }
  bool connection_lost() const;  // class 08, 57P01…57P03 or no SQLSTATE
  bool is(std::string_view sqlstate) const { return facts_.sqlstate == sqlstate; }

 private:
  Facts facts_;
};

// Text format throughout; a null is nullopt.
struct Result {
  std::vector<std::string> columns;
  std::vector<std::vector<std::optional<std::string>>> rows;
  std::string command_tag;  // "INSERT 0 3"
  std::int64_t affected = 0;

  // The one value of a one-row one-column result; throws std::logic_error otherwise.
  const std::string& value() const;
  std::size_t column(std::string_view name) const;  // throws std::logic_error if absent
};

using Parameter = std::optional<std::string>;

class Session {
 public:
  Session() = default;
  virtual ~Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // One statement with $1… parameters.
  virtual Result query(std::string_view sql, const std::vector<Parameter>& parameters = {}) = 0;
  // Any number of statements by the simple protocol; the last result.
  virtual Result execute(std::string_view sql) = 0;
  // Several statements without parameters in one round trip (pipeline if possible, else one by one); results
  // in order. For read-only statements.
  virtual std::vector<Result> query_all(const std::vector<std::string>& statements) = 0;
  // COPY … FROM STDIN: feed is called for more bytes until it returns an empty view. Returns rows copied.
  virtual std::int64_t copy_in(std::string_view copy_statement,
                               const std::function<std::string_view()>& feed) = 0;

  virtual int server_version_num() const = 0;
  virtual int backend_pid() const = 0;
  // "idle", in transaction, failed …: true if a transaction is open.
  virtual bool in_transaction() const = 0;
  virtual void cancel() = 0;  // requests the server to end the running statement
  // For messages: "postgresql://user@host:port/database", never with a password.
  virtual std::string describe() const = 0;
  virtual std::string database() const = 0;
  using NoticeHandler = std::function<void(const std::string& severity, const std::string& message)>;
  virtual void on_notice(NoticeHandler handler) = 0;

  Settings settings() const { return settings_; }
  // Applies the settings; also undoes what SET has changed since.
  void use(Settings settings);
  std::string statements_of(Settings settings) const;  // the statements that do this
  // Limits for all later statements.
  void limit(Limits limits);

 private:
  friend class SettingsScope;
  friend class Uninterrupted;
  Settings settings_ = Settings::own;
  Limits limits_;

 protected:
  bool interruptible_ = true;
};

// Other settings during the scope. If an exception ends a scope that was opened inside a transaction, the
// rollback restores the former settings.
class SettingsScope {
 public:
  SettingsScope(Session& session, Settings settings);
  ~SettingsScope();
  SettingsScope(const SettingsScope&) = delete;
  SettingsScope& operator=(const SettingsScope&) = delete;
  void end();  // call it if nothing was thrown

 private:
  Session& session_;
  Settings before_;
  bool inside_transaction_;
  bool open_;
};

// For statements that clean up: they run despite an interrupt.
class Uninterrupted {
 public:
  explicit Uninterrupted(Session& session);
  ~Uninterrupted();
  Uninterrupted(const Uninterrupted&) = delete;
  Uninterrupted& operator=(const Uninterrupted&) = delete;

 private:
  Session& session_;
  bool before_;
};

struct ConnectOptions {
  std::string application_name = "schemac";
  std::chrono::milliseconds connect_timeout{10000};
  bool interruptible = true;            // false: its owner checks the interrupt itself, or cleans up
  int minimum_server_version = 130000;  // older: DatabaseError with a clear message
};

// url: a libpq URL or conninfo string; "postgresql+driver://" (SQLAlchemy) means "postgresql://". Empty:
// libpq's environment. Environment variables, .pgpass, service files and sslmode work as in libpq.
std::unique_ptr<Session> connect(const std::string& url, Settings settings,
                                 const ConnectOptions& options = {});

// The URL with another database. Keeps all other parameters, including a password.
std::string with_database(const std::string& url, const std::string& database);
// PGHOST, PGPORT, PGUSER, PGPASSWORD, … for another program; as an argument, the process list would show the
// password.
std::vector<std::pair<std::string, std::string>> libpq_environment(const std::string& url);
// The URL without password, for output.
std::string redact(const std::string& url);

// begin/commit with rollback on scope exit.
class Transaction {
 public:
  explicit Transaction(Session& session, std::string_view begin = "BEGIN");
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Session& session_;
  bool open_ = true;
};

}  // namespace schemac::pg
