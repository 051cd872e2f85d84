#include "apply/upgrade_script.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "catalog/identifier.h"
#include "history/segment.h"
#include "ledger/ledger.h"
#include "ledger/queries.h"

namespace schemac {
namespace {

std::string boolean(bool value) { return value ? "true" : "false"; }

// A check that ends the script with a message.
std::string refuse_if(const std::string& condition, const std::string& message) {
  const std::string body = fmt::format("BEGIN IF {} THEN RAISE EXCEPTION USING MESSAGE = {}; END IF; END",
                                       condition, quote_literal(message));
  return fmt::format("DO {};\n", quote_literal(body));
}

class ScriptWriter {
 public:
  ScriptWriter(const std::string& project, const RunOptions& options)
      : project_(quote_literal(project)), options_(options) {}

  void begin(std::size_t count) {
    out_ += fmt::format(
        "-- {} of project {}, for psql: psql -X -f FILE DATABASE\n"
        "-- Migrations that the ledger already records are skipped, so the script can be run again.\n"
        "\\set ON_ERROR_STOP on\n\\encoding UTF8\n"
        "SET client_min_messages = warning;\n",
        count == 1 ? "1 migration" : fmt::format("{} migrations", count), project_);
    out_ += refuse_if(fmt::format("NOT pg_try_advisory_lock({})", ledger_lock_key),
                      "another session holds the migration lock");
    out_ += "BEGIN;\n" + without_comments(queries::ledger_create) + "\nCOMMIT;\n";
  }

  void add(const Migration& migration) {
    revision_ = quote_literal(migration.revision);
    out_ += fmt::format("\n-- {}  {}\n", migration.revision, one_line(migration.message));
    ask("NOT EXISTS (SELECT FROM schemac.migration WHERE project = {} AND revision = {})");
    out_ += "\\if :schemac_todo\n";
    guard(migration);
    const std::vector<Segment> segments = segments_of(migration.up);
    for (std::size_t i = 0; i < segments.size(); ++i) {
      write(migration, segments[i], segments.size() > 1, i + 1 == segments.size());
    }
    out_ += fmt::format("\\echo up {} done\n\\else\n\\echo up {} is already applied\n\\endif\n",
                        migration.revision, migration.revision);
  }

  std::string finish() {
    return std::move(out_) + fmt::format(
                                 "\nRESET ALL;\nSELECT pg_advisory_unlock({}) AS unlocked \\gset "
                                 "schemac_\n",
                                 ledger_lock_key);
  }

 private:
  static std::string without_comments(std::string_view query) { return with_parameters(query, {}); }

  // condition: {} twice, project and revision.
  void ask(const std::string& condition) {
    out_ += fmt::format("SELECT {} AS schemac_todo \\gset\n",
                        fmt::format(fmt::runtime(condition), project_, revision_));
  }

  void guard(const Migration& migration) {
    for (const std::string& parent : migration.parents) {
      out_ += refuse_if(
          fmt::format("NOT EXISTS (SELECT FROM schemac.migration WHERE project = {} AND revision = {})",
                      project_, quote_literal(parent)),
          fmt::format("{} follows {}, which is not applied here", migration.revision, parent));
    }
    if (!migration.creates.empty()) {
      out_ +=
          refuse_if(fmt::format("EXISTS ({})",
                                with_parameters(queries::ledger_foreign_objects,
                                                {project_, quote_literal(array_literal(migration.creates))})),
                    fmt::format("{} creates objects that another project manages here", migration.revision));
    }
  }

  void write(const Migration& migration, const Segment& segment, bool in_pieces, bool last) {
    if (!last) {
      // A segment is done when its last step is.
      ask(
          fmt::format("NOT EXISTS (SELECT FROM schemac.step WHERE project = {{}} AND revision = {{}} AND "
                      "direction = 'up' AND number = {} AND state = 'done')",
                      segment.steps.back()));
      out_ += "\\if :schemac_todo\n";
    }
    const MigrationStep none;
    const MigrationStep& first = segment.steps.empty() ? none : migration.up[segment.steps.front()];
    // psql runs a batch step in one piece, in a transaction.
    const bool inside = segment.how != Segment::How::alone;
    const std::string local = inside ? "LOCAL " : "";
    if (!inside) {
      const std::size_t number = segment.steps.front();
      out_ += refuse_if(
          fmt::format("EXISTS (SELECT FROM schemac.step WHERE project = {} AND revision = {} AND direction = "
                      "'up' AND number = {})",
                      project_, revision_, number),
          fmt::format("step {} of {} was interrupted; run schemac upgrade, which checks whether it ran",
                      number + 1, migration.revision));
      record(migration, number, "started");
    }
    out_ += without_comments(pg::script_settings()) + ";\n";
    if (inside) out_ += "BEGIN;\n";
    out_ += fmt::format("SET {0}lock_timeout = {1};\nSET {0}statement_timeout = {2};\n", local,
                        quote_literal(first.lock_timeout.value_or(inside ? options_.lock_timeout : "0")),
                        quote_literal(options_.statement_timeout));
    if (const std::string allow = allow_setting(options_); inside && !allow.empty())
      out_ += allow.substr(2) + ";\n";
    for (const std::size_t number : segment.steps) {
      const MigrationStep& step = migration.up[number];
      if (!step.title.empty()) out_ += fmt::format("-- step: {}\n", one_line(step.title));
      if (step.batch) out_ += "SET LOCAL row_security = off;\n";
      out_ += step.sql + "\n";
      if (in_pieces && !last && inside) record(migration, number, "done");
    }
    if (!inside) record(migration, segment.steps.front(), "done");
    if (last) record_applied(migration);
    if (inside) out_ += "COMMIT;\n";
    if (!last) out_ += "\\endif\n";
  }

  void record(const Migration& migration, std::size_t number, const std::string& state) {
    const MigrationStep& step = migration.up[number];
    out_ += with_parameters(queries::ledger_record_step,
                            {project_, revision_, "'up'", std::to_string(number), quote_literal(step.title),
                             quote_literal(step_checksum(step)), quote_literal(state), "0", "NULL"}) +
            ";\n";
  }

  void record_applied(const Migration& migration) {
    out_ += with_parameters(queries::ledger_record_applied,
                            {project_, revision_, quote_literal(array_literal(migration.parents)),
                             quote_literal(migration.message), quote_literal(migration.checksum),
                             quote_literal(print_part(migration.up)),
                             quote_literal(print_part(migration.down)), boolean(migration.has_down),
                             "(1000 * extract(epoch FROM clock_timestamp() - transaction_timestamp()))",
                             quote_literal(array_literal(migration.creates)),
                             quote_literal(array_literal(migration.drops)), "'applied'"}) +
            ";\n";
  }

  std::string project_;
  std::string revision_;
  const RunOptions& options_;
  std::string out_;
};

}  // namespace

std::string with_parameters(std::string_view query, const std::vector<std::string>& expressions) {
  std::string out;
  for (std::size_t i = 0; i < query.size();) {
    if (query.substr(i).starts_with("--")) {
      i = std::min(query.find('\n', i), query.size());
      continue;
    }
    if (query[i] == '\'') {
      const std::size_t end = std::min(query.find('\'', i + 1), query.size() - 1) + 1;
      out += query.substr(i, end - i);
      i = end;
      continue;
    }
    if (query[i] != '$') {
      out += query[i++];
      continue;
    }
    std::size_t number = 0;
    for (++i; i < query.size() && query[i] >= '0' && query[i] <= '9'; ++i) {
      number = number * 10 + static_cast<std::size_t>(query[i] - '0');
    }
    out += expressions.at(number - 1);
  }
  const std::size_t begin = out.find_first_not_of(" \n");
  const std::size_t end = out.find_last_not_of(" \n");
  return begin == std::string::npos ? std::string() : out.substr(begin, end + 1 - begin);
}

std::string upgrade_script(const RevisionGraph& graph, const std::vector<std::string>& revisions,
                           const std::string& project, const RunOptions& options) {
  ScriptWriter writer(project, options);
  writer.begin(revisions.size());
  for (const std::string& revision : revisions) writer.add(graph.migrations.at(revision));
  return writer.finish();
}

}  // namespace schemac
