#include "pg/row_stream.h"

namespace schemac::pg {
namespace {

class ResultRows final : public Rows {
 public:
  explicit ResultRows(const Result& result) : result_(result) {}
  std::size_t size() const override { return result_.rows.size(); }
  std::string_view field(std::size_t row, std::size_t column) const override {
    const auto& cell = result_.rows[row].at(column);
    return cell ? std::string_view(*cell) : std::string_view();
  }

 private:
  const Result& result_;
};

}  // namespace

void read_rows(Session& session, const std::vector<std::string>& statements, const ReadRows& read) {
  if (auto* stream = dynamic_cast<RowStream*>(&session)) return stream->stream(statements, read);
  const std::vector<Result> results = session.query_all(statements);
  for (std::size_t i = 0; i < results.size(); ++i) read(i, ResultRows(results[i]));
}

}  // namespace schemac::pg
