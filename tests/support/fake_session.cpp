#include "support/fake_session.h"

#include <algorithm>
#include <utility>

namespace schemac::test {

pg::Result rows(std::vector<std::vector<std::optional<std::string>>> cells,
                std::vector<std::string> columns) {
  pg::Result result;
  result.columns = std::move(columns);
  if (result.columns.empty() && !cells.empty()) {
    for (std::size_t i = 0; i < cells.front().size(); ++i)
      result.columns.push_back("c" + std::to_string(i + 1));
  }
  result.affected = static_cast<std::int64_t>(cells.size());
  result.rows = std::move(cells);
  return result;
}

Answer lost_connection() {
  return pg::DatabaseError::Facts{.message = "server closed the connection unexpectedly"};
}

Answer server_error(std::string sqlstate, std::string message) {
  return pg::DatabaseError::Facts{.sqlstate = std::move(sqlstate), .message = std::move(message)};
}

void FakeSession::on(std::string part_of_statement, Answer answer, int times) {
  script_.push_back({std::move(part_of_statement), std::move(answer), times});
}

pg::Result FakeSession::query(std::string_view sql, const std::vector<pg::Parameter>& values) {
  const std::string statement(sql);
  statements.push_back(statement);
  parameters.push_back(values);
  const auto found = std::find_if(script_.begin(), script_.end(), [&](const Script& one) {
    return one.times != 0 && statement.find(one.part) != std::string::npos;
  });
  if (found != script_.end()) {
    if (found->times > 0) --found->times;
    // A copy: the answer's function may add to the script.
    const Answer answer = found->answer;
    if (const auto* facts = std::get_if<pg::DatabaseError::Facts>(&answer)) {
      pg::DatabaseError::Facts told = *facts;
      told.statement = statement;
      throw pg::DatabaseError(std::move(told));
    }
    if (const auto* call = std::get_if<std::function<pg::Result(const std::string&)>>(&answer)) {
      return (*call)(statement);
    }
    return std::get<pg::Result>(answer);
  }
  if (statement.starts_with("BEGIN")) open_transaction = true;
  if (statement.starts_with("COMMIT") || statement.starts_with("ROLLBACK")) open_transaction = false;
  return {};
}

pg::Result FakeSession::execute(std::string_view sql) { return query(sql); }

std::vector<pg::Result> FakeSession::query_all(const std::vector<std::string>& several) {
  std::vector<pg::Result> results;
  for (const std::string& statement : several) results.push_back(query(statement));
  return results;
}

std::int64_t FakeSession::copy_in(std::string_view copy_statement,
                                  const std::function<std::string_view()>& feed) {
  std::string data;
  for (std::string_view bytes = feed(); !bytes.empty(); bytes = feed()) data += bytes;
  query(copy_statement);
  statements.push_back(data);
  parameters.emplace_back();
  return std::count(data.begin(), data.end(), '\n');
}

void FakeSession::notice(const std::string& severity, const std::string& message) {
  if (notice_) notice_(severity, message);
}

}  // namespace schemac::test
