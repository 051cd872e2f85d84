#include "apply/migration_runner.h"

#include <algorithm>
#include <random>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "apply/batch.h"
#include "apply/carry_over.h"
#include "apply/crash_recovery.h"
#include "base/interrupt.h"
#include "base/text.h"
#include "catalog/identifier.h"
#include "plan/sql_template.h"
#include "scratch/lookup_rows.h"
#include "scratch/run_steps.h"
#include "sqlfile/lexer.h"
#include "sqlfile/operations.h"

namespace schemac {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

milliseconds since(Clock::time_point start) {
  return std::chrono::duration_cast<milliseconds>(Clock::now() - start);
}

bool lock_unavailable(const pg::DatabaseError& error) { return error.is("55P03") || error.is("40P01"); }

std::string local_settings(const RunOptions& options, const MigrationStep& first) {
  return fmt::format("SET LOCAL lock_timeout = {}; SET LOCAL statement_timeout = {}",
                     quote_literal(first.lock_timeout.value_or(options.lock_timeout)),
                     quote_literal(options.statement_timeout)) +
         allow_setting(options);
}

}  // namespace

std::string allow_setting(const RunOptions& options) {
  if (options.allow.empty()) return {};
  return "; SET LOCAL schemac.allow = " + quote_literal(fmt::format("{}", fmt::join(options.allow, ",")));
}

struct MigrationRunner::Progress {
  const Migration& migration;
  bool up;
  const std::vector<MigrationStep>& steps;
  std::vector<const RecordedStep*> recorded;  // by number; nullptr = not started
  bool in_pieces = false;                     // more than one segment: steps are recorded
  Clock::time_point start = Clock::now();
  std::size_t at = 0;         // the running step; steps.size(): all are done and being recorded
  std::size_t statement = 0;  // byte of its text where the running statement begins
  std::size_t committed = 0;  // steps that are done and committed
  std::int64_t batches = 0;   // committed batches of the running step
  CarryOver& carried;

  RecordedStep record(std::size_t number, StepState state) const {
    const MigrationStep& step = steps[number];
    return {migration.revision, up, static_cast<int>(number), step.title, step_checksum(step), state, 0,
            std::nullopt};
  }
  bool is_done(std::size_t number) const {
    return recorded[number] != nullptr && recorded[number]->state == StepState::done;
  }
  std::string kept() const {
    if (committed == 0 && batches == 0) return "no changes were kept";
    return fmt::format("the first {} of {} steps{} are done and kept; run the same command again to continue",
                       committed, steps.size(),
                       batches == 0 ? "" : fmt::format(" and {} batches of the next", batches));
  }
  std::string name(std::size_t number) const {
    if (number >= steps.size()) return "the ledger";
    const MigrationStep& step = steps[number];
    if (steps.size() == 1 && step.title.empty()) return up ? "up" : "down";
    return fmt::format("step {} of {}{}", number + 1, steps.size(),
                       step.title.empty() ? "" : ", " + step.title);
  }
};

MigrationRunner::MigrationRunner(pg::Session& session, Ledger& ledger, Environment& environment,
                                 RunOptions options)
    : session_(session), ledger_(ledger), environment_(environment), options_(std::move(options)) {}

milliseconds MigrationRunner::up(const Migration& migration, const std::vector<RecordedStep>& steps) {
  return run(migration, true, steps);
}

milliseconds MigrationRunner::down(const Migration& migration, const std::vector<RecordedStep>& steps) {
  return run(migration, false, steps);
}

milliseconds MigrationRunner::run(const Migration& migration, bool up,
                                  const std::vector<RecordedStep>& recorded) {
  const std::vector<MigrationStep>& steps = up ? migration.up : migration.down;
  CarryOver carried(session_, environment_, steps);
  Progress progress{migration, up, steps, {}, false, Clock::now(), 0, 0, 0, 0, carried};
  progress.recorded.assign(progress.steps.size(), nullptr);
  for (const RecordedStep& step : recorded) {
    if (step.revision != migration.revision || step.up != up) continue;
    const auto number = static_cast<std::size_t>(step.number);
    if (number >= progress.steps.size() || step.checksum != step_checksum(progress.steps[number])) {
      throw UserError(
          fmt::format("{} is partly done, and its {} was edited since: step {}{} ran in an older form",
                      migration.revision, up ? "up part" : "down part", step.number + 1,
                      step.title.empty() ? "" : ", " + step.title),
          "restore the steps that have run; other steps may be changed", 3);
    }
    progress.recorded[number] = &step;
  }

  const std::vector<Segment> segments = segments_of(progress.steps);
  progress.in_pieces = segments.size() > 1;
  for (const Segment& segment : segments) {
    const bool last = &segment == &segments.back();
    const bool done = !last && std::all_of(segment.steps.begin(), segment.steps.end(),
                                           [&](std::size_t number) { return progress.is_done(number); });
    try {
      if (!done) run_segment(progress, segment, last);
    } catch (const Interrupted&) {
      throw MigrationFailed(fmt::format("{} {} was interrupted at {}; {}",
                                        up ? "upgrade to" : "downgrade from", migration.revision,
                                        progress.name(progress.at), progress.kept()));
    }
    progress.batches = 0;
    progress.committed += segment.steps.size();
  }
  return since(progress.start);
}

void MigrationRunner::run_segment(Progress& progress, const Segment& segment, bool last) {
  switch (segment.how) {
    case Segment::How::transaction:
      return run_transaction(progress, segment, last);
    case Segment::How::alone:
      return run_alone(progress, segment.steps[0]);
    case Segment::How::batches:
      return run_batches(progress, segment.steps[0]);
  }
}

void MigrationRunner::finish(Progress& progress) {
  if (progress.up)
    ledger_.record_applied(progress.migration, since(progress.start).count());
  else
    ledger_.record_reverted(progress.migration.revision);
}

// Runs the segment again from its start if a lock was unavailable.
void MigrationRunner::run_transaction(Progress& progress, const Segment& segment, bool last) {
  const MigrationStep none;
  const MigrationStep& first = segment.steps.empty() ? none : progress.steps[segment.steps.front()];
  for (int attempt = 1;; ++attempt) {
    try {
      pg::Transaction transaction(session_, session_.statements_of(pg::Settings::script) + "; BEGIN; " +
                                                local_settings(options_, first));
      for (const std::size_t number : segment.steps) {
        progress.at = number;
        run_statements(progress, number);
        if (progress.in_pieces && !last) ledger_.record_step(progress.record(number, StepState::done));
      }
      progress.at = progress.steps.size();
      progress.carried.run(local_settings(options_, first));
      if (last) finish(progress);
      transaction.commit();
      return;
    } catch (const pg::DatabaseError& error) {
      if (!pause_for_lock(progress, error, attempt)) fail(progress, progress.at, progress.statement, error);
    }
  }
}

void MigrationRunner::run_statements(Progress& progress, std::size_t number) {
  const MigrationStep& step = progress.steps[number];
  environment_.reporter.progress(fmt::format("{}  {}", progress.migration.revision, progress.name(number)));
  const Clock::time_point start = Clock::now();
  // One statement at a time: for an error caused by rows, the server reports no position.
  for (const SqlStatement& piece : split_statements(step.sql)) {
    progress.statement = piece.begin;
    std::string statement = step.sql.substr(piece.begin, piece.end - piece.begin);
    if (keep_rows_of_others(step, statement)) {
      environment_.reporter.message(
          fmt::format("{} was written by schemac 0.1.0: lookup rows that no source defines are kept",
                      progress.name(number)));
    }
    list_dropped_children(step, statement);
    session_.execute(statement);
  }
  const milliseconds duration = since(start);
  const std::string line = fmt::format("  {}  {} ms", progress.name(number), duration.count());
  if (duration >= milliseconds(1000))
    environment_.reporter.message(line);
  else
    environment_.reporter.detail(line);
}

// Reports the unnamed children that a hand-written DROP TABLE also drops; the DROP then runs. Generated DROPs
// have their own guard.
void MigrationRunner::list_dropped_children(const MigrationStep& step, std::string_view statement) {
  if (lower_case(statement).find("drop") == std::string::npos ||
      step.sql.find("schemac.allow") != std::string::npos)
    return;
  std::vector<std::string> tables;
  for (const sql::Operation& operation : sql::operations(statement).all) {
    if (operation.what == sql::Operation::What::drop && operation.id.kind == Kind::table)
      tables.push_back(qualified_name(operation.id));
  }
  for (const std::string& table : tables) {
    session_.execute("SAVEPOINT schemac_list; SET LOCAL schemac.allow = 'data-loss'; " +
                     children_guard(table, tables, {}) + "; ROLLBACK TO schemac_list; RELEASE schemac_list");
  }
}

void MigrationRunner::run_alone(Progress& progress, std::size_t number) {
  progress.at = number;
  environment_.reporter.progress(fmt::format("{}  {}", progress.migration.revision, progress.name(number)));
  const Clock::time_point start = Clock::now();
  const bool was_started = progress.recorded[number] != nullptr;
  if (!was_started) ledger_.record_step(progress.record(number, StepState::started));
  if (was_started && options_.in_doubt == InDoubt::done) {
    environment_.reporter.message(fmt::format("  {}: treated as done", progress.name(number)));
  } else {
    session_.execute(fmt::format("{}; SET statement_timeout = {}",
                                 session_.statements_of(pg::Settings::script),
                                 quote_literal(options_.statement_timeout)));
    run_in_doubt(progress, number, was_started);
    session_.use(pg::Settings::script);
  }
  ledger_.record_step(progress.record(number, StepState::done));
  environment_.reporter.detail(fmt::format("  {}  {} ms", progress.name(number), since(start).count()));
}

void MigrationRunner::run_unless_done(Progress& progress, std::size_t number, const std::string& statement,
                                      bool was_started) {
  const bool concurrent = is_concurrent(statement);
  session_.execute(
      fmt::format("SET lock_timeout = {}", quote_literal(progress.steps[number].lock_timeout.value_or(
                                               concurrent ? std::string("0") : options_.lock_timeout))));
  StatementOutcome found;
  if (concurrent || was_started) {
    found = statement_outcome(session_, statement);
    if (!found.explanation.empty()) environment_.reporter.message("  " + found.explanation);
  } else {
    found.outcome = Outcome::missing;
  }
  if (found.outcome == Outcome::unknown && was_started && options_.in_doubt != InDoubt::again) {
    ledger_.record_step(progress.record(number, StepState::in_doubt));
    throw MigrationFailed(
        fmt::format("{}, {}: interrupted by a crash, and the catalog does not show whether this "
                    "statement ran: {}",
                    progress.migration.revision, progress.name(number), statement),
        "check the database, then run the command again with --in-doubt done (it ran) or --in-doubt again "
        "(run it)");
  }
  if (found.outcome == Outcome::happened) return;
  if (!found.run_first.empty()) session_.execute(found.run_first);
  session_.execute(found.run_instead.empty() ? statement : found.run_instead);
}

// Runs statement by statement: skips statements that the catalog shows as done, and removes what a failed
// attempt left behind.
void MigrationRunner::run_in_doubt(Progress& progress, std::size_t number, bool was_started) {
  const MigrationStep& step = progress.steps[number];
  // A failed statement had no effect, except that a concurrent build leaves an invalid index, which the next
  // run looks for.
  const auto not_happened = [&](const std::string& statement, std::size_t begin) {
    session_.use(pg::Settings::script);
    const bool first = begin == split_statements(step.sql).front().begin;
    if (!was_started && first && !is_concurrent(statement))
      ledger_.forget_step(progress.record(number, StepState::started));
  };
  for (const SqlStatement& piece : split_statements(step.sql)) {
    const std::string statement = step.sql.substr(piece.begin, piece.end - piece.begin);
    for (int attempt = 1;; ++attempt) {
      try {
        run_unless_done(progress, number, statement, was_started);
        break;
      } catch (const pg::DatabaseError& error) {
        if (pause_for_lock(progress, error, attempt)) continue;
        if (!error.connection_lost()) not_happened(statement, piece.begin);
        fail(progress, number, piece.begin, error);
      } catch (const Interrupted&) {
        const pg::Uninterrupted cleaning(session_);
        not_happened(statement, piece.begin);
        throw;
      }
    }
  }
}

void MigrationRunner::run_batches(Progress& progress, std::size_t number) {
  const MigrationStep& step = progress.steps[number];
  progress.at = number;
  const Clock::time_point start = Clock::now();
  const RecordedStep* const known = progress.recorded[number];
  RecordedStep record = progress.record(number, StepState::started);
  if (known != nullptr) {
    record.batches = progress.batches = known->batches;
    record.batch_key = known->batch_key;
  }
  // Statements before the last one are settings; they run before the first range.
  std::vector<SqlStatement> pieces = split_statements(step.sql);
  if (pieces.empty()) return;
  const std::string statement = step.sql.substr(pieces.back().begin, pieces.back().end - pieces.back().begin);
  const std::string settings = step.sql.substr(0, pieces.back().begin);
  try {
    session_.use(pg::Settings::script);
    // Files of 0.1.0 do not state it. With it, a policy raises an error instead of hiding rows from a range.
    session_.execute("SET row_security = off");
    if (!settings.empty()) session_.execute(settings);
    Batches batches(session_, statement, *step.batch, record.batch_key);
    bool more = true;
    for (int attempt = 1; more;) {
      try {
        Batches next = batches;
        pg::Transaction transaction(session_, "BEGIN; " + local_settings(options_, step));
        more = next.run_next();
        record.batch_key = next.key();
        if (more)
          ++record.batches;
        else
          record.state = StepState::done;
        ledger_.record_step(record);
        transaction.commit();
        batches.advance_to(next);
        progress.batches = record.batches;
        attempt = 1;
        environment_.reporter.progress(fmt::format("{}  {}: {} batches, {} rows", progress.migration.revision,
                                                   progress.name(number), record.batches, batches.rows()));
      } catch (const pg::DatabaseError& error) {
        if (!pause_for_lock(progress, error, attempt++)) throw;
      }
    }
    environment_.reporter.detail(fmt::format("  {}  {} batches, {} rows, {} ms", progress.name(number),
                                             record.batches, batches.rows(), since(start).count()));
  } catch (const pg::DatabaseError& error) {
    fail(progress, number, pieces.back().begin, error);
  }
}

bool MigrationRunner::pause_for_lock(const Progress& progress, const pg::DatabaseError& error, int attempt) {
  if (!lock_unavailable(error) || attempt >= options_.lock_attempts) return false;
  const auto limit = std::min<std::int64_t>(options_.first_pause.count() << std::min(attempt - 1, 20), 10000);
  std::random_device random;
  const milliseconds pause(limit / 2 +
                           static_cast<std::int64_t>(random() % static_cast<unsigned>(limit + 1)));
  environment_.reporter.message(fmt::format(
      "{}, {}: {}; trying again in {} ms ({} of {})", progress.migration.revision, progress.name(progress.at),
      error.is("40P01") ? "a deadlock" : "another session holds a lock that is needed", pause.count(),
      attempt + 1, options_.lock_attempts));
  interruptible_sleep(pause);
  return true;
}

void MigrationRunner::fail(const Progress& progress, std::size_t number, std::size_t offset,
                           const pg::DatabaseError& error) {
  if (error.connection_lost()) throw error;
  const pg::DatabaseError::Facts& facts = error.facts();
  const Span span =
      number < progress.steps.size() ? place_of_error(progress.steps[number], offset, error) : Span();
  const bool gave_up_on_lock = lock_unavailable(error);
  Diagnostic& diagnostic = environment_.diagnostics.error(
      "migration-failed", span, facts.message + (facts.sqlstate.empty() ? "" : " [" + facts.sqlstate + "]"),
      gave_up_on_lock
          ? fmt::format(
                "gave up after {} attempts; end the session that holds the lock, or raise lock_timeout",
                options_.lock_attempts)
          : facts.hint);
  if (!facts.detail.empty()) diagnostic.notes.push_back({{}, facts.detail});
  if (!facts.context.empty()) diagnostic.notes.push_back({{}, facts.context});
  throw MigrationFailed(fmt::format("{} {} failed at {}; {}", progress.up ? "upgrade to" : "downgrade from",
                                    progress.migration.revision, progress.name(number), progress.kept()));
}

}  // namespace schemac
