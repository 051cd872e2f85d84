#include "apply/carry_over.h"

#include <fmt/format.h>

#include "catalog/in_words.h"
#include "pg/introspect.h"
#include "plan/attachments.h"
#include "sqlfile/lexer.h"

namespace schemac {
namespace {

std::vector<Recreated> recreated_by(const std::vector<MigrationStep>& steps) {
  std::vector<Recreated> found;
  for (const MigrationStep& step : steps) {
    for (const std::string& annotation : step.annotations)
      if (auto recreated = recreated_of(annotation)) found.push_back(std::move(*recreated));
  }
  return found;
}

// Splits the SQL into statements that run one by one, so that a refused one does not undo the others. The
// statements between SET ROLE and RESET ROLE stay together.
std::vector<std::string> apart(const std::string& sql) {
  std::vector<std::string> pieces;
  bool as_role = false;
  for (const SqlStatement& statement : split_statements(sql)) {
    const std::string text = sql.substr(statement.begin, statement.end - statement.begin);
    if (as_role)
      pieces.back() += "; " + text;
    else
      pieces.push_back(text);
    if (text.starts_with("SET ROLE ")) as_role = true;
    if (text.starts_with("RESET ROLE")) as_role = false;
  }
  return pieces;
}

Catalog read(pg::Session& session) {
  pg::IntrospectOptions options;
  options.all_attributes = true;
  return pg::introspect(session, options);
}

}  // namespace

CarryOver::CarryOver(pg::Session& session, Environment& environment, const std::vector<MigrationStep>& steps)
    : session_(session), environment_(environment), recreated_(recreated_by(steps)) {
  if (recreated_.empty()) return;
  const pg::Transaction reading(session_, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  before_ = read(session_);
}

void CarryOver::run(const std::string& settings) {
  if (recreated_.empty()) return;
  pg::SettingsScope scope(session_, pg::Settings::catalog);
  session_.execute(settings);
  const Catalog now = read(session_);
  std::vector<std::string> lost;
  const Catalog goal = with_carried_over(before_, now, recreated_, lost);
  for (const std::string& what : lost) {
    environment_.reporter.message(
        fmt::format("privileges-lost: {} is dropped with a recreated object; create it again by hand", what));
  }
  PlanOptions options;
  options.online = Online::never;
  options.target_server_major = session_.server_version_num() / 10000;
  for (const Step& step : plan(now, goal, options).steps) {
    for (const std::string& statement : apart(step.sql)) set_again(step, statement);
  }
  scope.end();
}

void CarryOver::set_again(const Step& step, const std::string& statement) {
  try {
    session_.execute("SAVEPOINT carried_over");
    session_.execute(statement);
    session_.execute("RELEASE SAVEPOINT carried_over");
    environment_.reporter.detail(fmt::format("  carried over: {}", statement));
  } catch (const pg::DatabaseError& error) {
    if (error.connection_lost()) throw;
    session_.execute("ROLLBACK TO SAVEPOINT carried_over");
    environment_.reporter.message(
        fmt::format("privileges-lost: {} cannot be carried over ({}); run by hand: {}", in_words(step.object),
                    error.facts().message, statement));
  }
}

}  // namespace schemac
