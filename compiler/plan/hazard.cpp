#include "plan/hazard.h"
#include "catalog/in_words.h"

namespace schemac::hazard {
namespace {

std::string column_name(const ObjectId& table, const std::string& column) {
  return qualified_name(table) + "." + quote_identifier(column);
}

std::string quoted_list(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + quote_literal(text);
  return list;
}

}  // namespace

Hazard drop_object(const Object& object, std::optional<std::int64_t> rows) {
  std::string message = "Dropping " + in_words(object.id) + " deletes its contents";
  if (rows) message += ", about " + std::to_string(*rows) + " rows";
  return {"data-loss", message + ".", object.id,
          "Keep a copy, or use sql_renamed_from if only the name changes.", true};
}

Hazard drop_column(const ObjectId& table, const std::string& column) {
  const std::string what = table.kind == Kind::composite_type ? "attribute" : "column";
  return {"data-loss", "Dropping " + what + " " + column_name(table, column) + " deletes its values.", table,
          "Copy the values first, or use sql_renamed_from if only the name of the " + what + " changes.",
          true};
}

Hazard rebuilt_table(const ObjectId& table) {
  return {"data-loss",
          qualified_name(table) +
              " cannot be altered to its new form: it is recreated and its rows are copied. A row that does "
              "not fit stops the migration.",
          table, "Review the copy statement; run it at a quiet hour.", true};
}

Hazard unknown_children(const ObjectId& table) {
  return {"data-loss",
          "Dropping " + qualified_name(table) +
              " would also drop partitions and child tables that the plan does not know; the step stops if "
              "there are any.",
          table,
          "Detach them or move their rows first, or run upgrade or downgrade with --allow data-loss to drop "
          "them.",
          true};
}

Hazard unknown_partitions_index(const ObjectId& index, const ObjectId& table) {
  return {"blocking-index-build",
          "Partitions of " + qualified_name(table) + " that the plan does not know get " + in_words(index) +
              " in this step, which blocks writes to them.",
          index,
          "If some are large, build the index on each with CREATE INDEX CONCURRENTLY first; the step uses a "
          "matching index.",
          false};
}

Hazard removed_labels(const ObjectId& type, const std::vector<std::string>& labels) {
  return {"data-loss",
          "Enum " + qualified_name(type) + " loses " + quoted_list(labels) +
              "; a row that has it stops the migration.",
          type, "Update the rows that have the removed labels first.", true};
}

Hazard removed_rows(const ObjectId& table, const std::vector<std::string>& texts) {
  return {"data-loss",
          "Lookup table " + qualified_name(table) + " loses " + quoted_list(texts) +
              "; a row that refers to it stops the migration, unless its foreign key deletes or changes it.",
          table, "Update the rows that have the removed values first.", true};
}

Hazard overwritten_rows(const ObjectId& table, const std::vector<std::string>& texts) {
  return {"data-loss",
          "The meaning or description of " + quoted_list(texts) + " in lookup table " +
              qualified_name(table) + " is overwritten.",
          table, "Copy the texts to keep into the sources.", true};
}

Hazard lossy_cast(const ObjectId& table, const std::string& column, const std::string& from,
                  const std::string& to) {
  return {"data-loss",
          "Changing " + column_name(table, column) + " from " + from + " to " + to +
              " rounds or truncates values.",
          table, "Keep the old column beside the new one until no program needs it.", true};
}

Hazard failing_cast(const ObjectId& table, const std::string& column, const std::string& from,
                    const std::string& to) {
  return {"failing-cast",
          "A value of " + column_name(table, column) + " that is not a valid " + to +
              " stops the change from " + from + ".",
          table, "Look for such values with a SELECT before the migration runs.", false};
}

Hazard table_rewrite(const ObjectId& table, const std::string& why) {
  return {"table-rewrite", why + " rewrites " + qualified_name(table) + " under an ACCESS EXCLUSIVE lock.",
          table, "Run it at a quiet hour if the table is large.", false};
}

Hazard retype_rewrite(const ObjectId& table, const std::string& column) {
  Hazard hazard = table_rewrite(table, "Changing the type of " + quote_identifier(column));
  hazard.advice = "`--backfill " + column_name(table, column) +
                  "` fills a column beside it in batches and swaps the two.";
  return hazard;
}

Hazard long_lock(const ObjectId& table, const std::string& why) {
  return {"long-lock",
          why + " holds an ACCESS EXCLUSIVE lock on " + qualified_name(table) + " for its whole duration.",
          table, "Run it at a quiet hour, or use --online always.", false};
}

Hazard validation_scan(const ObjectId& constraint, Lock lock) {
  return {"validation-scan",
          "Checking " + in_words(constraint) + " reads the whole table under a " +
              std::string(lock_name(lock)) + " lock.",
          constraint, "Use --online always: NOT VALID first, then VALIDATE CONSTRAINT.", false};
}

Hazard may_not_hold(const ObjectId& object, const std::string& what) {
  return {"failing-constraint", "A row that breaks " + what + " stops the migration.", object,
          "Look for such rows with a SELECT before the migration runs.", false};
}

Hazard blocking_index_build(const ObjectId& index, const ObjectId& table) {
  return {"blocking-index-build",
          "Building " + in_words(index) + " blocks writes to " + qualified_name(table) + ".", index,
          "Use --online always: CREATE INDEX CONCURRENTLY.", false};
}

Hazard dependents_rebuilt(const ObjectId& object, const ObjectId& because_of) {
  return {"dependents-rebuilt",
          in_words(object) + " is dropped and recreated because of " + in_words(because_of) + ".", object,
          "Readers wait until the transaction ends; --views swap keeps materialized views readable.", false};
}

Hazard matview_empty(const ObjectId& view) {
  return {"matview-empty", in_words(view) + " is empty until it is refreshed.", view,
          "Run refresh right after the migration.", false};
}

Hazard matview_filled(const ObjectId& view) {
  return {"long-lock", in_words(view) + " is filled inside the transaction; its readers wait for it.", view,
          "Use --views swap.", false};
}

Hazard privileges_lost(const ObjectId& object, const std::string& what) {
  return {"privileges-lost", in_words(object) + " loses privileges: " + what + ".", object,
          "State the grants in a source to keep them.", false};
}

Hazard unstated_privileges_lost(const ObjectId& object) {
  return {"privileges-lost",
          in_words(object) + " is recreated with other privileges: grants made by hand are lost.", object,
          "State the grants in a source to keep them.", false};
}

Hazard non_transactional(const ObjectId& object, const std::string& why) {
  return {"non-transactional", why, object,
          "A failure leaves the steps before it in place; run the same command again to continue.", false};
}

Hazard volatile_default(const ObjectId& table, const std::string& column) {
  return {"volatile-default",
          "The default of new column " + column_name(table, column) +
              " is computed for every row and rewrites the table.",
          table, "Add the column without default, set the default, then fill it in batches.", false};
}

Hazard new_not_null(const ObjectId& table, const std::string& column) {
  return {"failing-constraint",
          "Column " + column_name(table, column) +
              " is new, NOT NULL and has no default: the step fails unless the table is empty.",
          table, "Give it a default, or add it nullable, fill it, and set NOT NULL after.", false};
}

}  // namespace schemac::hazard
