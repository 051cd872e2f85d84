#include "plan/kinds/table.h"

#include <algorithm>

#include "catalog/ddl.h"
#include "conversion/conversion.h"
#include "plan/hazard.h"
#include "plan/kinds/type.h"
#include "plan/needs.h"
#include "plan/online.h"
#include "plan/partition_rules.h"

namespace schemac {
namespace {

// The lists of SELECT and INSERT, and what the values need on the way.
struct RowCopy {
  std::string saved = "*";      // of the old table
  std::string columns, values;  // of the new table, and their values
  bool identity = false;
  std::vector<const Column*> advance;  // identity columns whose sequence continues
  std::vector<Conversion> conversions;
  std::vector<ObjectId> remade;  // types that were renamed aside: the saved rows have them
};

// Values of another table's row type are saved as JSON: that table may be recreated meanwhile.
std::string saved_columns(const ChosenAction& choice, const Table& from) {
  std::string list;
  bool aside = false;
  for (const Column& column : from.columns) {
    const auto action = choice.columns.find(column.name);
    const std::string name = quote_identifier(column.name);
    const bool as_json = action != choice.columns.end() && !action->second.aside_for.empty();
    aside = aside || as_json;
    list += (list.empty() ? "" : ", ") + (as_json ? "to_jsonb(" + name + ") AS " + name : name);
  }
  return aside ? list : "*";
}

RowCopy row_copy(const PlanDraft& draft, const ObjectId& id, const Table& from, const Table& to) {
  static const std::string json = "jsonb";
  const ChosenAction& choice = draft.choice(id);
  RowCopy copy;
  copy.saved = saved_columns(choice, from);
  for (const Column& column : to.columns) {
    const Column* before = find_column(from.columns, column.name);
    if (before == nullptr || column.generated_expression) continue;
    copy.identity = copy.identity || column.identity != Identity::none;
    if (column.identity != Identity::none) copy.advance.push_back(&column);
    std::string value = quote_identifier(column.name);
    const auto action = choice.columns.find(column.name);
    const bool aside = action != choice.columns.end() && !action->second.aside_for.empty();
    const std::optional<ObjectId> swapped = aside ? std::nullopt : swapped_type(draft, before->type);
    if (swapped) copy.remade.push_back(*swapped);
    if (before->type != column.type || swapped || aside) {
      const Conversion& how = copy.conversions.emplace_back(
          conversion(column.name, {aside ? json : before->type, draft.context.from},
                     {column.type, draft.context.to}, !aside && before->type == column.type));
      value = how.using_expression.empty() ? value + "::" + column.type : how.using_expression;
    }
    copy.columns += (copy.columns.empty() ? "" : ", ") + quote_identifier(column.name);
    copy.values += (copy.values.empty() ? "" : ", ") + value;
  }
  return copy;
}

}  // namespace

// A table that no ALTER can change to its new form keeps its rows: they are set aside, and put back after it
// is recreated. Those of a tree of partitions are set aside together, and go to their new partitions when
// they are put back.
void copy_rows(PlanDraft& draft, const Object& old) {
  const ObjectId& id = old.id;
  const Object* now = draft.context.new_object(id);
  if (now == nullptr || id.kind != Kind::table || is_carried(draft, id)) return;
  const auto& from = *body_as<Table>(old);
  const auto& to = *body_as<Table>(*now);
  const bool whole_tree = carries_rows(draft.context, draft.chosen, id);
  std::vector<ObjectId> partitions;
  std::vector<ObjectId> leaving;
  each_below(draft.trees.old_partitions, id, [&](const ObjectId& partition) {
    (draft.stays(partition) ? leaving : partitions).push_back(partition);
    return !draft.stays(partition);
  });
  // The rows stay in the partitions.
  if (!whole_tree && !leaving.empty()) return;
  const RowCopy copy = row_copy(draft, id, from, to);
  if (copy.columns.empty()) {
    draft.without_rows.insert(id);
    return;
  }
  const std::string aside = qualified_name(aside_name(id, "__rows"));
  const std::string only =
      from.partition_by.empty() && draft.trees.old_children.contains(qualified_name(id)) ? "ONLY " : "";
  // From here on the lock blocks writers: rows written after the copy would be lost with the old table.
  Action save = make_action(
      id, "save the rows of " + qualified_name(id),
      {"CREATE UNLOGGED TABLE " + aside + " AS SELECT " + copy.saved + " FROM " + only + qualified_name(id)},
      Phase::drop);
  // All rows, including those that policies hide from the owner.
  if (from.force_row_security)
    save.statements.insert(save.statements.begin(),
                           alter_relation(id, false) + " NO FORCE ROW LEVEL SECURITY");
  if (old.grants) {
    std::vector<Grant> readable = *old.grants;
    std::erase_if(readable, [](const Grant& grant) { return grant.revoked && grant.privilege == "select"; });
    const std::vector<std::string> grants = grant_statements(old, old.grants, readable);
    save.statements.insert(save.statements.begin(), grants.begin(), grants.end());
  }
  if (whole_tree) {
    guard_drop(draft, save, old);
  } else {
    save.statements.insert(save.statements.begin(), lock_tree(draft, old));
  }
  save.step.lock = Lock::access_exclusive;
  save.step.brief = false;
  save.step.hazards.push_back(hazard::rebuilt_table(id));
  save.takes_apart.push_back(qualified_name(id));
  save.releases.push_back({id});
  for (const Column& column : from.columns) save.releases.push_back(resource_of(id, column.name));
  for (const ObjectId& partition : partitions) save.releases.push_back({partition});
  for (const ObjectId& partition : leaving) save.needs.push_back({partition, Facet::detached});
  releases_of(draft, save, id);
  const std::size_t saved = draft.add(std::move(save));
  Action restore = make_action(
      id, "restore the rows of " + qualified_name(id),
      {"INSERT INTO " + qualified_name(id) + " (" + copy.columns + ")" +
           (copy.identity ? " OVERRIDING SYSTEM VALUE" : "") + " SELECT " + copy.values + " FROM " + aside,
       "DROP TABLE " + aside},
      Phase::change);
  for (const Conversion& how : copy.conversions) {
    restore.statements.insert(restore.statements.begin(), how.before.begin(), how.before.end());
    restore.statements.insert(restore.statements.end(), how.after.begin(), how.after.end());
  }
  // The rows set aside have the types that were renamed aside.
  for (const ObjectId& type : copy.remade) restore.releases.push_back({type});
  for (const Column* column : copy.advance) {
    restore.statements.push_back(advance_sequence("pg_catalog.pg_get_serial_sequence(" +
                                                      quote_literal(qualified_name(id)) + ", " +
                                                      quote_literal(column->name) + ")",
                                                  id, column->name, column->identity_options->start));
  }
  restore.step.brief = false;
  restore.after.push_back(saved);
  restore.puts_together.push_back(qualified_name(id));
  restore.needs.push_back({id});
  restore.makes.push_back({id, Facet::rows});
  run_for_rows(draft, restore, id);
  each_below(draft.trees.new_partitions, id, [&](const ObjectId& partition) {
    restore.needs.push_back({partition});
    restore.needs.push_back({partition, Facet::attached});
    // An attached partition has its own rows.
    const bool attaching = attaches_later(draft, *draft.context.new_object(partition));
    if (!attaching) restore.makes.push_back({partition, Facet::rows});
    return !attaching;
  });
  draft.add(std::move(restore));
}

}  // namespace schemac
