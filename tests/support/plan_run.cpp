#include "support/plan_run.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <sstream>

#include "base/subprocess.h"
#include "plan/backfill.h"

namespace schemac::test {

void run_plan(pg::Session& session, const Plan& plan) {
  bool open = false;
  for (const Step& step : plan.steps) {
    const bool alone = !step.transactional || step.batch;
    if (alone && open) {
      session.execute("COMMIT");
      open = false;
    }
    if (!alone && !open) {
      session.execute("BEGIN");
      open = true;
    }
    session.execute(step.batch ? block_loop(step) : step.sql);
    if (step.commit_after && open) {
      session.execute("COMMIT");
      open = false;
    }
  }
  if (open) session.execute("COMMIT");
}

std::string normal_dump(const std::string& url) {
  Command command;
  command.argv = {"pg_dump", "--schema-only", "-d", url};
  const CommandResult dump = run_command(command);
  if (dump.exit_code != 0 && dump.output.find("server version mismatch") != std::string::npos) return {};
  if (dump.exit_code != 0) return "pg_dump failed: " + dump.output;
  std::vector<std::string> lines;
  std::string head;
  std::istringstream in(dump.output);
  for (std::string line; std::getline(in, line);) {
    // It warns of loops that it cannot resolve itself, with numbers that are never the same.
    if (line.starts_with("pg_dump: ")) continue;
    if (line.empty() || line.starts_with("--") || line.starts_with("\\")) {
      head.clear();
      continue;
    }
    if (line.starts_with("GRANT ") || line.starts_with("REVOKE ") || line.starts_with("SET ")) head.clear();
    if (line.ends_with(",")) line.pop_back();
    // Storage options stand in the order in which they were set.
    if (const std::size_t with = line.find("WITH ("); with != std::string::npos) {
      const std::size_t end = line.find(')', with);
      if (end != std::string::npos) {
        std::string options = line.substr(with + 6, end - with - 6) + ", ";
        std::vector<std::string> parts;
        for (std::size_t at = 0, comma = 0; (comma = options.find(", ", at)) != std::string::npos;
             at = comma + 2) {
          parts.push_back(options.substr(at, comma - at));
        }
        std::sort(parts.begin(), parts.end());
        std::string sorted;
        for (const std::string& part : parts) sorted += (sorted.empty() ? "" : ", ") + part;
        line.replace(with + 6, end - with - 6, sorted);
      }
    }
    if (head.empty()) head = line;
    lines.push_back(head == line ? line : head + " | " + line);
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

std::string text_difference(const std::string& have, const std::string& want) {
  const auto lines_of = [](const std::string& text) {
    std::map<std::string, int> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) ++lines[line];
    return lines;
  };
  std::map<std::string, int> counts = lines_of(have);
  for (const auto& [line, count] : lines_of(want)) counts[line] -= count;
  std::string difference;
  for (const auto& [line, count] : counts) {
    if (count > 0) difference += "dump has too much: " + line + "\n";
    if (count < 0) difference += "dump lacks: " + line + "\n";
  }
  return difference;
}

namespace {

const Table* table_of(const Catalog& catalog, const std::string& name) {
  for (const auto& [id, object] : catalog.objects) {
    if (id.kind == Kind::table && qualified_name(id) == name) return body_as<Table>(object);
  }
  return nullptr;
}

// A table that stands below this one in one state and elsewhere in the other: its rows are its own.
bool leaves_tree(const Catalog& here, const Catalog& there, const ObjectId& root) {
  const auto below = [&](const Catalog& catalog, const Table* table) {
    while (table != nullptr && !table->partition_of.empty()) {
      if (table->partition_of == qualified_name(root)) return true;
      table = table_of(catalog, table->partition_of);
    }
    return false;
  };
  return std::any_of(here.objects.begin(), here.objects.end(), [&](const auto& entry) {
    const auto* table = body_as<Table>(entry.second);
    const Object* other = there.find(entry.first);
    return table != nullptr && other != nullptr && below(here, table) &&
           !below(there, body_as<Table>(*other));
  });
}

// Some table above has another partition key than before.
bool changes_above(const Catalog& from, const Catalog& to, const Table& table) {
  std::string name = table.partition_of;
  while (!name.empty()) {
    const Table* now = table_of(to, name);
    const Table* before = table_of(from, name);
    if (now == nullptr || before == nullptr || now->partition_by != before->partition_by) return true;
    name = now->partition_of;
  }
  return false;
}

}  // namespace

std::vector<std::pair<RowsOf, std::string>> row_digests(pg::Session& session, const Catalog& from,
                                                        const Catalog& to, const DiffOptions& options) {
  std::vector<std::pair<RowsOf, std::string>> digests;
  for (const auto& [id, object] : to.objects) {
    const auto* wanted = body_as<Table>(object);
    if (wanted == nullptr || id.kind != Kind::table) continue;
    const auto renamed = options.renamed.find(id);
    const Object* old = from.find(renamed == options.renamed.end() ? id : renamed->second);
    const auto* before = old == nullptr ? nullptr : body_as<Table>(*old);
    // A partitioned table's rows are its partitions'. With another key they may change places.
    if (before == nullptr) continue;
    const bool tree = before->partition_by != wanted->partition_by;
    if (tree && (leaves_tree(from, to, old->id) || leaves_tree(to, from, id))) continue;
    RowsOf now{qualified_name(id), {}, tree};
    RowsOf then{qualified_name(old->id), {}, tree};
    if (changes_above(from, to, *wanted)) continue;
    for (const Column& column : wanted->columns) {
      const auto was = options.renamed_columns.find({id, column.name});
      const std::string& name = was == options.renamed_columns.end() ? column.name : was->second;
      const auto kept =
          std::find_if(before->columns.begin(), before->columns.end(),
                       [&](const Column& other) { return other.name == name && other.type == column.type; });
      const bool same_type = std::none_of(to.objects.begin(), to.objects.end(), [&](const auto& entry) {
        const Object* old_type = from.find(entry.first);
        return entry.first.kind == Kind::composite_type && qualified_name(entry.first) == column.type &&
               old_type && !(old_type->body == entry.second.body);
      });
      if (!same_type || kept == before->columns.end() || column.generated_expression ||
          kept->generated_expression)
        continue;
      now.columns.push_back(quote_identifier(column.name));
      then.columns.push_back(quote_identifier(name));
    }
    if (now.columns.empty()) continue;
    digests.emplace_back(now, row_digest(session, then));
  }
  return digests;
}

bool holds_its_query(pg::Session& session, const Object& view) {
  const auto digest = [](const std::string& from) {
    return "(SELECT md5(string_agg(r::text, E'\\n' ORDER BY r::text)) FROM " + from + " AS r)";
  };
  const pg::Result result =
      session.query("SELECT " + digest(qualified_name(view.id)) + " IS NOT DISTINCT FROM " +
                    digest("(" + body_as<View>(view)->query + ")"));
  return result.value() == "t";
}

std::string row_digest(pg::Session& session, const RowsOf& rows) {
  std::string columns;
  for (const std::string& column : rows.columns) columns += (columns.empty() ? "" : ", ") + column;
  const pg::Result result = session.query(
      "SELECT count(*) || ' ' || coalesce(md5(string_agg(r, E'\\n' ORDER BY r)), '') FROM (SELECT ROW(" +
      columns + ")::text AS r FROM " + (rows.tree ? "" : "ONLY ") + rows.table + ") AS rows");
  return result.value();
}

}  // namespace schemac::test
