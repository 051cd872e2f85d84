// A session that answers by script: for faults that no server can be made to show at the wanted moment (the
// connection goes between COMMIT and its answer, a pooler changes the backend).
//
//   FakeSession session;
//   session.on("SELECT 1", rows({{"1"}}));
//   session.on("COMMIT", lost_connection());
//
// A statement is answered by the first unused answer whose text it contains; answers with `times` are used so
// often, and -1 for ever. A statement that nothing answers succeeds without rows. Every statement is
// recorded.
#pragma once
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "pg/session.h"

namespace schemac::test {

using Answer =
    std::variant<pg::Result, pg::DatabaseError::Facts, std::function<pg::Result(const std::string&)>>;

pg::Result rows(std::vector<std::vector<std::optional<std::string>>> cells,
                std::vector<std::string> columns = {});
Answer lost_connection();
Answer server_error(std::string sqlstate, std::string message);

class FakeSession final : public pg::Session {
 public:
  void on(std::string part_of_statement, Answer answer, int times = 1);

  std::vector<std::string> statements;  // in order, as they came; a COPY is followed by its data
  std::vector<std::vector<pg::Parameter>> parameters;  // one for each statement
  int version_num = 150000;
  int pid = 4711;
  int cancelled = 0;
  bool open_transaction = false;  // follows BEGIN, COMMIT and ROLLBACK

  pg::Result query(std::string_view sql, const std::vector<pg::Parameter>& parameters = {}) override;
  pg::Result execute(std::string_view sql) override;
  std::vector<pg::Result> query_all(const std::vector<std::string>& statements) override;
  std::int64_t copy_in(std::string_view copy_statement,
                       const std::function<std::string_view()>& feed) override;
  int server_version_num() const override { return version_num; }
  int backend_pid() const override { return pid; }
  bool in_transaction() const override { return open_transaction; }
  void cancel() override { ++cancelled; }
  std::string describe() const override { return "postgresql://fake@nowhere:5432/fake"; }
  std::string database() const override { return "fake"; }
  void on_notice(NoticeHandler handler) override { notice_ = std::move(handler); }
  void notice(const std::string& severity, const std::string& message);

 private:
  struct Script {
    std::string part;
    Answer answer;
    int times = 1;
  };
  std::vector<Script> script_;
  NoticeHandler notice_;
};

}  // namespace schemac::test
