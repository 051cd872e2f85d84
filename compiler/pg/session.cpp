// Over 600 lines: everything that calls libpq is in this file, so that its errors, notices and waiting are
// treated in one place.
#include "pg/session.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include "base/interrupt.h"
#include "pg/connection_url.h"
#include "pg/conninfo.h"
#include "pg/row_stream.h"

namespace schemac::pg {
namespace {

struct ConnectionCloser {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ResultClearer {
  void operator()(PGresult* result) const { PQclear(result); }
};
struct CancelFreer {
  void operator()(PGcancel* cancel) const { PQfreeCancel(cancel); }
};
using Connection = std::unique_ptr<PGconn, ConnectionCloser>;
using RawResult = std::unique_ptr<PGresult, ResultClearer>;

std::string text_or_empty(const char* text) { return text == nullptr ? std::string() : std::string(text); }

std::string field(const PGresult* result, int code) {
  return text_or_empty(PQresultErrorField(result, code));
}

// libpq's message on one line: "connection to server … failed: FATAL:  …", one such line for each address.
std::string one_line(std::string_view message) {
  std::string out;
  for (std::size_t begin = 0; begin < message.size();) {
    const std::size_t end = std::min(message.find('\n', begin), message.size());
    std::string_view line = message.substr(begin, end - begin);
    begin = end + 1;
    // "\tIs the server running locally and accepting connections on that socket?"
    if (line.empty() || line.front() == '\t') continue;
    if (line.back() == '\r') line.remove_suffix(1);
    if (!out.empty()) out += "; ";
    out += line;
  }
  for (std::size_t at = 0; (at = out.find(":  ", at)) != std::string::npos;) out.erase(at + 1, 1);
  return out;
}

std::string connect_hint(std::string_view message) {
  const auto says = [&](std::string_view words) { return message.find(words) != std::string_view::npos; };
  if (says("password authentication failed") || says("no password supplied")) {
    return "check the user and the password (the URL, PGPASSWORD, or ~/.pgpass)";
  }
  if (says("does not exist") && says("database"))
    return "create the database, or correct its name in the URL";
  if (says("Connection refused") || says("No such file or directory")) {
    return "check that the server runs and that host and port are right";
  }
  if (says("could not translate host name")) return "check the host name";
  if (says("permission denied for database")) return "the role needs CONNECT on the database";
  if (says("too many clients") || says("remaining connection slots")) {
    return "the server's max_connections is reached; wait, or use fewer --jobs";
  }
  return {};
}

DatabaseError::Facts facts_of(const PGresult* result, std::string_view statement) {
  DatabaseError::Facts facts;
  facts.sqlstate = field(result, PG_DIAG_SQLSTATE);
  facts.message = field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (facts.message.empty()) facts.message = one_line(text_or_empty(PQresultErrorMessage(result)));
  facts.detail = field(result, PG_DIAG_MESSAGE_DETAIL);
  facts.hint = field(result, PG_DIAG_MESSAGE_HINT);
  facts.context = field(result, PG_DIAG_CONTEXT);
  if (const std::string inner = field(result, PG_DIAG_INTERNAL_QUERY); !inner.empty()) {
    facts.context += (facts.context.empty() ? "in: " : "\nin: ") + inner;
  }
  facts.statement = statement;
  if (const std::string position = field(result, PG_DIAG_STATEMENT_POSITION); !position.empty()) {
    facts.position = std::atoi(position.c_str());
  }
  facts.table_namespace = field(result, PG_DIAG_SCHEMA_NAME);
  facts.table = field(result, PG_DIAG_TABLE_NAME);
  facts.column = field(result, PG_DIAG_COLUMN_NAME);
  facts.constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
  for (const int code :
       std::initializer_list<int>{PG_DIAG_SCHEMA_NAME, PG_DIAG_TABLE_NAME, PG_DIAG_COLUMN_NAME,
                                  PG_DIAG_DATATYPE_NAME, PG_DIAG_CONSTRAINT_NAME}) {
    if (const std::string name = field(result, code); !name.empty()) {
      facts.object += (facts.object.empty() ? "" : ".") + name;
    }
  }
  return facts;
}

Result result_of(const PGresult* raw) {
  Result result;
  result.command_tag = text_or_empty(PQcmdStatus(const_cast<PGresult*>(raw)));
  result.affected = std::atoll(text_or_empty(PQcmdTuples(const_cast<PGresult*>(raw))).c_str());
  if (PQresultStatus(raw) != PGRES_TUPLES_OK) return result;
  const int columns = PQnfields(raw);
  const int rows = PQntuples(raw);
  for (int column = 0; column < columns; ++column) result.columns.emplace_back(PQfname(raw, column));
  result.rows.resize(static_cast<std::size_t>(rows));
  for (int row = 0; row < rows; ++row) {
    auto& cells = result.rows[static_cast<std::size_t>(row)];
    cells.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) {
      if (PQgetisnull(raw, row, column) != 0) {
        cells.emplace_back();
      } else {
        cells.emplace_back(std::in_place, PQgetvalue(raw, row, column),
                           static_cast<std::size_t>(PQgetlength(raw, row, column)));
      }
    }
  }
  return result;
}

bool is_error(ExecStatusType status) {
  return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE || status == PGRES_NONFATAL_ERROR ||
         status == PGRES_PIPELINE_ABORTED;
}

class LibpqRows final : public Rows {
 public:
  explicit LibpqRows(const PGresult* result) : result_(result) {}
  std::size_t size() const override { return static_cast<std::size_t>(PQntuples(result_)); }
  std::string_view field(std::size_t row, std::size_t column) const override {
    const int r = static_cast<int>(row);
    const int c = static_cast<int>(column);
    if (PQgetisnull(result_, r, c) != 0) return {};
    return {PQgetvalue(result_, r, c), static_cast<std::size_t>(PQgetlength(result_, r, c))};
  }

 private:
  const PGresult* result_;
};

class LibpqSession final : public Session, public RowStream {
 public:
  LibpqSession(Connection connection, bool interruptible)
      : connection_(std::move(connection)), cancel_(PQgetCancel(connection_.get())) {
    interruptible_ = interruptible;
    PQsetNoticeReceiver(connection_.get(), receive_notice, this);
  }

  Result query(std::string_view sql, const std::vector<Parameter>& parameters) override {
    begin_statement();
    const std::string statement(sql);
    std::vector<const char*> values;
    values.reserve(parameters.size());
    for (const Parameter& parameter : parameters) values.push_back(parameter ? parameter->c_str() : nullptr);
    if (PQsendQueryParams(connection_.get(), statement.c_str(), static_cast<int>(values.size()), nullptr,
                          values.data(), nullptr, nullptr, 0) == 0) {
      throw_lost(statement);
    }
    return last_result(statement);
  }

  Result execute(std::string_view sql) override {
    begin_statement();
    const std::string statement(sql);
    if (PQsendQuery(connection_.get(), statement.c_str()) == 0) throw_lost(statement);
    return last_result(statement);
  }

  std::vector<Result> query_all(const std::vector<std::string>& statements) override {
    std::vector<Result> results;
    results.reserve(statements.size());
    each_result(statements,
                [&](std::size_t, const PGresult* result) { results.push_back(result_of(result)); });
    return results;
  }

  void stream(const std::vector<std::string>& statements, const ReadRows& read) override {
    each_result(statements,
                [&](std::size_t statement, const PGresult* result) { read(statement, LibpqRows(result)); });
  }

  std::int64_t copy_in(std::string_view copy_statement,
                       const std::function<std::string_view()>& feed) override {
    begin_statement();
    const std::string statement(copy_statement);
    if (PQsendQuery(connection_.get(), statement.c_str()) == 0) throw_lost(statement);
    const RawResult started = next_result();
    if (PQresultStatus(started.get()) != PGRES_COPY_IN) {
      std::optional<DatabaseError::Facts> failure;
      if (is_error(PQresultStatus(started.get()))) failure = facts_of(started.get(), statement);
      drain();
      deliver_notices();
      if (failure) throw_failure(std::move(*failure));
      throw DatabaseError({.message = "not a COPY … FROM STDIN statement", .statement = statement});
    }
    std::exception_ptr feed_failure;
    PQsetnonblocking(connection_.get(), 1);
    try {
      for (;;) {
        const std::string_view bytes = feed();
        if (bytes.empty()) break;
        // The server may have ended the copy already; its error comes with the result below.
        if (!put(bytes)) break;
      }
    } catch (...) {
      feed_failure = std::current_exception();
    }
    PQsetnonblocking(connection_.get(), 0);
    if (is_interrupted()) cancel();  // the server may be busy and read nothing
    PQputCopyEnd(connection_.get(), feed_failure ? "the data could not be read" : nullptr);
    if (feed_failure) {
      drain();
      std::rethrow_exception(feed_failure);
    }
    return last_result(statement).affected;
  }

  int server_version_num() const override { return PQserverVersion(connection_.get()); }
  int backend_pid() const override { return PQbackendPID(connection_.get()); }

  bool in_transaction() const override {
    const PGTransactionStatusType status = PQtransactionStatus(connection_.get());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
  }

  void cancel() override {
    char reason[256];
    if (cancel_) PQcancel(cancel_.get(), reason, sizeof reason);
  }

  std::string describe() const override {
    const std::string user = percent_encoded(text_or_empty(PQuser(connection_.get())));
    const std::string host = text_or_empty(PQhost(connection_.get()));
    const std::string port = text_or_empty(PQport(connection_.get()));
    const std::string name = percent_encoded(database());
    if (host.starts_with('/')) {
      const std::string port_part = port == "5432" ? "" : "&port=" + port;
      return fmt::format("postgresql://{}@/{}?host={}{}", user, name, percent_encoded(host), port_part);
    }
    return fmt::format("postgresql://{}@{}:{}/{}", user, host, port, name);
  }

  std::string database() const override { return text_or_empty(PQdb(connection_.get())); }
  void on_notice(NoticeHandler handler) override { handler_ = std::move(handler); }

 private:
  // libpq calls it during its own work, where exceptions are not allowed: stored, and delivered later.
  static void receive_notice(void* self, const PGresult* result) {
    auto& session = *static_cast<LibpqSession*>(self);
    if (!session.handler_) return;
    session.notices_.emplace_back(field(result, PG_DIAG_SEVERITY_NONLOCALIZED),
                                  field(result, PG_DIAG_MESSAGE_PRIMARY));
  }

  void deliver_notices() {
    while (!notices_.empty()) {
      const auto notices = std::exchange(notices_, {});
      for (const auto& [severity, message] : notices) {
        if (handler_) handler_(severity, message);
      }
    }
  }

  [[noreturn]] void throw_lost(const std::string& statement) const {
    throw DatabaseError(
        {.message = one_line(text_or_empty(PQerrorMessage(connection_.get()))), .statement = statement});
  }

  bool is_interrupted() const { return interruptible_ && interrupt_flag(); }

  void begin_statement() const {
    if (is_interrupted()) throw Interrupted();
  }

  // Waits until the connection is readable, or also writable, and checks the interrupt meanwhile. Repeats the
  // cancel request: one that arrives between two statements of a text has no effect.
  void wait_for_server(short events) {
    constexpr int look = 100;  // milliseconds
    constexpr int cancel_again = 10;
    pollfd socket{PQsocket(connection_.get()), events, 0};
    const int ready = ::poll(&socket, 1, interruptible_ ? look : 10 * look);
    if (ready != 0 && !(ready < 0 && errno == EINTR)) return;
    if (is_interrupted() && cancel_waits_-- == 0) {
      cancel();
      cancel_waits_ = cancel_again;
    }
  }

  // The next result, like PQgetResult, but it notices an interrupt while it waits.
  RawResult next_result() {
    PGconn* const connection = connection_.get();
    while (PQisBusy(connection) != 0) {
      wait_for_server(POLLIN);
      if (PQconsumeInput(connection) == 0) break;  // PQgetResult reports the cause
    }
    return RawResult(PQgetResult(connection));
  }

  // False if the server has ended the copy.
  bool put(std::string_view bytes) {
    PGconn* const connection = connection_.get();
    for (;;) {
      const int queued = PQputCopyData(connection, bytes.data(), static_cast<int>(bytes.size()));
      if (queued < 0) return false;
      int left = 0;
      while ((left = PQflush(connection)) == 1) {
        wait_for_server(POLLIN | POLLOUT);
        if (PQconsumeInput(connection) == 0) return false;
        if (is_interrupted()) throw Interrupted();
      }
      if (left < 0) return false;
      if (queued == 1) break;
    }
    if (is_interrupted()) throw Interrupted();
    return true;
  }

  [[noreturn]] void throw_failure(DatabaseError::Facts failure) {
    notices_.clear();
    // 57014: canceled, by the interrupt.
    if (failure.sqlstate == "57014" && is_interrupted()) throw Interrupted();
    throw DatabaseError(std::move(failure));
  }

  void drain() {
    while (const RawResult result = next_result()) {
      if (!leave_copy(PQresultStatus(result.get()))) break;
    }
  }

  // Ends a COPY to or from the client that has no handler. False if the connection is lost.
  bool leave_copy(ExecStatusType status) {
    if (status == PGRES_COPY_IN) {
      return PQputCopyEnd(connection_.get(), "COPY FROM STDIN has no data here") == 1;
    }
    if (status == PGRES_COPY_OUT) {
      char* line = nullptr;
      while (PQgetCopyData(connection_.get(), &line, 0) > 0) PQfreemem(line);
    }
    return PQstatus(connection_.get()) == CONNECTION_OK;
  }

  // The last result of the sent statements, or the first error.
  using TakeResult = std::function<void(std::size_t, const PGresult*)>;

  Result last_result(const std::string& statement) {
    Result last;
    take_results(statement, [&](const PGresult* result) { last = result_of(result); });
    return last;
  }

  void take_results(const std::string& statement, const std::function<void(const PGresult*)>& take) {
    std::optional<DatabaseError::Facts> failure;
    while (const RawResult raw = next_result()) {
      const ExecStatusType status = PQresultStatus(raw.get());
      if (is_error(status)) {
        if (!failure) failure = facts_of(raw.get(), statement);
      } else if (!failure) {
        take(raw.get());
      }
      if (!leave_copy(status)) break;
    }
    if (failure) throw_failure(std::move(*failure));
    deliver_notices();
  }

  void each_result(const std::vector<std::string>& statements, const TakeResult& take) {
    begin_statement();
    std::size_t taken = 0;
    if (pipeline_works_ && statements.size() > 1) {
      try {
        return pipelined(statements, [&](std::size_t statement, const PGresult* result) {
          taken = statement + 1;
          take(statement, result);
        });
      } catch (const DatabaseError& error) {
        // A pooler without pipelining: a protocol violation. The statements only read, so they are repeated.
        if (!error.is("08P01") || PQstatus(connection_.get()) != CONNECTION_OK) throw;
        pipeline_works_ = false;
      }
    }
    for (; taken < statements.size(); ++taken) {
      const std::string& statement = statements[taken];
      if (PQsendQueryParams(connection_.get(), statement.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) ==
          0)
        throw_lost(statement);
      take_results(statement, [&](const PGresult* result) { take(taken, result); });
    }
  }

  void pipelined(const std::vector<std::string>& statements, const TakeResult& take) {
    PGconn* const connection = connection_.get();
    if (PQenterPipelineMode(connection) == 0) throw_lost(statements.front());
    bool sent = true;
    for (const std::string& statement : statements) {
      sent = sent &&
             PQsendQueryParams(connection, statement.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 1;
    }
    sent = sent && PQpipelineSync(connection) == 1;
    if (!sent) throw_lost(statements.front());
    std::size_t taken = 0;
    std::optional<DatabaseError::Facts> failure;
    std::exception_ptr refused;  // thrown by the reader: the pipeline is still emptied
    const auto receive = [&](std::size_t statement, const PGresult* result) {
      if (is_error(PQresultStatus(result))) {
        if (!failure) failure = facts_of(result, statements[statement]);
      } else if (!failure && !refused) {
        ++taken;
        try {
          take(statement, result);
        } catch (...) {
          refused = std::current_exception();
        }
      }
    };
    for (std::size_t i = 0; i < statements.size() && PQstatus(connection) == CONNECTION_OK; ++i) {
      while (const RawResult raw = next_result()) {
        if (PQresultStatus(raw.get()) == PGRES_PIPELINE_SYNC) break;
        receive(i, raw.get());
        if (PQstatus(connection) != CONNECTION_OK) break;
      }
    }
    if (PQstatus(connection) == CONNECTION_OK) {
      const RawResult sync = next_result();
      drain();
      PQexitPipelineMode(connection);
    }
    if (refused) std::rethrow_exception(refused);
    if (failure) throw_failure(std::move(*failure));
    deliver_notices();
    if (taken != statements.size()) throw_lost(statements.back());
  }

  Connection connection_;
  std::unique_ptr<PGcancel, CancelFreer> cancel_;
  NoticeHandler handler_;
  std::vector<std::pair<std::string, std::string>> notices_;
  bool pipeline_works_ = true;
  int cancel_waits_ = 0;  // checks until the next cancel request
  InterruptHold hold_;
};

std::string version_text(int version_num) {
  return version_num >= 100000 ? fmt::format("{}.{}", version_num / 10000, version_num % 10000)
                               : fmt::format("{}.{}", version_num / 10000, version_num / 100 % 100);
}

std::string what_of(const DatabaseError::Facts& facts) {
  std::string text = facts.message;
  if (!facts.detail.empty()) text += " (" + facts.detail + ")";
  if (!facts.sqlstate.empty()) text += " [SQLSTATE " + facts.sqlstate + "]";
  return text;
}

}  // namespace

DatabaseError::DatabaseError(Facts facts) : std::runtime_error(what_of(facts)), facts_(std::move(facts)) {}

bool DatabaseError::connection_lost() const {
  const std::string& state = facts_.sqlstate;
  return state.empty() || state.starts_with("08") || state == "57P01" || state == "57P02" || state == "57P03";
}

const std::string& Result::value() const {
  if (rows.size() != 1 || columns.size() != 1 || !rows[0][0]) {
    throw std::logic_error(
        fmt::format("expected one value, got {} rows of {} columns", rows.size(), columns.size()));
  }
  return *rows[0][0];
}

std::size_t Result::column(std::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) throw std::logic_error(fmt::format("no column {} in the result", name));
  return static_cast<std::size_t>(found - columns.begin());
}

void Session::use(Settings settings) {
  execute(statements_of(settings));
  settings_ = settings;
}

std::string Session::statements_of(Settings settings) const {
  return settings_statements(settings, limits_, server_version_num());
}

void Session::limit(Limits limits) {
  limits_ = std::move(limits);
  use(settings_);
}

SettingsScope::SettingsScope(Session& session, Settings settings)
    : session_(session),
      before_(session.settings()),
      inside_transaction_(session.in_transaction()),
      open_(before_ != settings) {
  if (open_) session_.use(settings);
}

void SettingsScope::end() {
  if (std::exchange(open_, false)) session_.use(before_);
}

SettingsScope::~SettingsScope() {
  if (!open_) return;
  session_.settings_ = before_;
  if (inside_transaction_) return;
  try {
    const Uninterrupted cleaning(session_);
    session_.use(before_);
  } catch (const std::exception&) {
    // The connection is gone, and its settings with it.
  }
}

Uninterrupted::Uninterrupted(Session& session)
    : session_(session), before_(std::exchange(session.interruptible_, false)) {}

Uninterrupted::~Uninterrupted() { session_.interruptible_ = before_; }

std::unique_ptr<Session> connect(const std::string& url, Settings settings, const ConnectOptions& options) {
  if (options.interruptible && interrupt_flag()) throw Interrupted();
  const std::string text = libpq_url(url);
  const auto parameters = parse_connection(text);
  if (!parameters) {
    throw DatabaseError({.message = "cannot read the database URL: " + reading_problem(text),
                         .hint = "its form is postgresql://user@host:port/database?setting=value"});
  }
  const std::string timeout =
      std::to_string(std::max<std::int64_t>(2, (options.connect_timeout.count() + 999) / 1000));
  std::vector<const char*> names;
  std::vector<const char*> values;
  const auto add = [&](const char* name, const char* value) {
    names.push_back(name);
    values.push_back(value);
  };
  // The URL overrides settings before dbname; settings after dbname override the URL.
  if (std::getenv("PGCONNECT_TIMEOUT") == nullptr) add("connect_timeout", timeout.c_str());
  add("fallback_application_name", options.application_name.c_str());
  // Firewalls drop connections that are idle for some minutes; a lost peer must be noticed.
  add("keepalives_idle", "60");
  add("keepalives_interval", "15");
  add("keepalives_count", "4");
  if (!text.empty()) add("dbname", text.c_str());
  add("client_encoding", "UTF8");
  names.push_back(nullptr);
  values.push_back(nullptr);
  Connection connection(PQconnectdbParams(names.data(), values.data(), 1));
  if (!connection) throw std::bad_alloc();
  if (PQstatus(connection.get()) != CONNECTION_OK) {
    const std::string message =
        without_hidden_values(one_line(text_or_empty(PQerrorMessage(connection.get()))), *parameters);
    const std::string shown = text.empty() ? "the database of the environment" : redact(text);
    const std::string hint = connect_hint(message);
    throw DatabaseError({.message = fmt::format("cannot connect to {}: {}", shown, message), .hint = hint});
  }
  auto session = std::make_unique<LibpqSession>(std::move(connection), options.interruptible);
  if (session->server_version_num() < options.minimum_server_version) {
    throw DatabaseError(
        {.sqlstate = "0A000",
         .message = fmt::format("{} is PostgreSQL {}; {} or newer is needed", session->describe(),
                                version_text(session->server_version_num()),
                                options.minimum_server_version / 10000)});
  }
  // One batch after connecting: a pooler refuses unknown start-up parameters.
  session->use(settings);
  return session;
}

Transaction::Transaction(Session& session, std::string_view begin) : session_(session) {
  session_.execute(begin);
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    const Uninterrupted cleaning(session_);
    session_.execute("ROLLBACK");
  } catch (const std::exception&) {
    // The connection is gone, and the transaction with it.
  }
}

void Transaction::commit() {
  open_ = false;
  const Result result = session_.execute("COMMIT");
  // The server answers COMMIT of a failed transaction with ROLLBACK and no error.
  if (result.command_tag == "ROLLBACK") {
    throw DatabaseError({.sqlstate = "25P02",
                         .message = "the transaction had failed and was rolled back",
                         .statement = "COMMIT"});
  }
}

}  // namespace schemac::pg
