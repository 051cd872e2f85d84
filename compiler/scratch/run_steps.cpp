#include "scratch/run_steps.h"

#include <cstdint>
#include <string_view>

#include <fmt/format.h>

#include "history/segment.h"
#include "sqlfile/lexer.h"
#include "sqltext/row_security.h"
#include "workspace/source_position.h"

namespace schemac {
namespace {

std::string begin(const pg::Session& session) {
  return session.statements_of(pg::Settings::script) + "; BEGIN";
}

void run_step(pg::Session& session, const MigrationStep& step, std::size_t& at) {
  const std::string sql = without_row_security(step.sql);
  for (const SqlStatement& statement : split_statements(sql)) {
    at = statement.begin;
    session.execute(std::string_view(sql).substr(statement.begin, statement.end - statement.begin));
  }
}

// Runs the segment in one round trip; false if a statement failed, and then nothing was kept.
bool run_at_once(pg::Session& session, const std::vector<MigrationStep>& steps, const Segment& segment) {
  std::string text;
  for (const std::size_t number : segment.steps) text += without_row_security(steps[number].sql) + "\n";
  try {
    pg::Transaction transaction(session, begin(session));
    session.execute(text);
    transaction.commit();
    return true;
  } catch (const pg::DatabaseError& error) {
    if (error.connection_lost()) throw;
    return false;
  }
}

// One statement at a time: for an error caused by rows, the server reports no position.
void run_step_by_step(pg::Session& session, const std::vector<MigrationStep>& steps, const Segment& segment,
                      StepProgress& progress) {
  pg::Transaction transaction(session, begin(session));
  for (const std::size_t number : segment.steps) {
    progress.step = number;
    run_step(session, steps[number], progress.statement);
  }
  transaction.commit();
}

}  // namespace

void run_steps(pg::Session& session, const std::vector<MigrationStep>& steps, StepProgress& progress) {
  const std::vector<Segment> segments = segments_of(steps);
  for (; progress.segments < segments.size(); ++progress.segments) {
    const Segment& segment = segments[progress.segments];
    if (segment.steps.empty()) continue;
    if (segment.how == Segment::How::alone) {
      progress.step = segment.steps[0];
      session.use(pg::Settings::script);
      run_step(session, steps[progress.step], progress.statement);
    } else if (!run_at_once(session, steps, segment)) {
      run_step_by_step(session, steps, segment, progress);
    }
  }
  session.use(pg::Settings::script);
}

std::string step_name(const MigrationStep& step, std::size_t number) {
  return fmt::format("step {}{}", number + 1, step.title.empty() ? "" : ", " + step.title);
}

Span place_of_error(const MigrationStep& step, std::size_t statement, const pg::DatabaseError& error) {
  Span span = step.span;
  if (!span.known()) return span;
  const pg::DatabaseError::Facts& facts = error.facts();
  // The text that ran may differ from the file: a batch runs a range of the statement.
  const bool as_written = std::string_view(step.sql).substr(statement).starts_with(facts.statement);
  const std::size_t inside =
      facts.position > 0 && as_written ? byte_offset(facts.statement, facts.position) : 0;
  span.begin += static_cast<std::uint32_t>(statement + inside);
  span.end = span.begin + 1;
  return span;
}

}  // namespace schemac
