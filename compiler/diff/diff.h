// Two catalogs -> the required changes. Pure: no database, no clock, no files.
//
// A Change is about one object. plan decides how it is carried out (order, dependents, locks); diff only
// states the differences and whether the object can be altered in place.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"

namespace schemac {

struct DiffOptions {
  // true: every attribute counts (explicit --from). false: owner, privileges, tablespace and storage options
  // count only where `to` sets them (an absent owner or grants in `to` means "not set").
  bool all_attributes = true;
  // Known renames, new id -> old id, and (new table id, new column) -> old column.
  std::map<ObjectId, ObjectId> renamed;
  std::map<std::pair<ObjectId, std::string>, std::string> renamed_columns;
};

// What can differ between two forms of an object, a column, a domain's constraint or a property; its word in
// reports: attribute_word. A new one needs its word in difference.cpp.
enum class Attribute {
  whole,  // the column, constraint or property itself
  kind_of_definition,
  name,
  owner,
  privileges,
  comment,
  type,
  collation,
  not_null,
  not_null_name,
  not_null_comment,
  default_expression,
  generated_expression,
  generated_virtual,
  identity,
  start,
  increment,
  minimum,
  maximum,
  cache,
  cycle,
  storage,
  compression,
  statistics,
  options,
  inherited,
  order_of_columns,
  schema,
  version,
  labels,
  subtype,
  operator_class,
  canonical,
  difference,
  multirange,
  owned_by,
  unlogged,
  definition,
  definition_ending,  // of a constraint: only what ALTER TABLE can change, which the server prints at the end
  result,
  partition_by,
  partition_of,
  partition_bound,
  inherits,
  of_type,
  tablespace,
  access_method,
  row_security,
  force_row_security,
  replica_identity,
  server,
  validated,
  enforced,
  deferrable,
  initially_deferred,
  clustered,
  attached_to,
  index_comment,  // of the index behind a key
  valid,
  target,
  query,
  enabled,
  function,
  command,
  permissive,
  roles,
  using_expression,
  check_expression,
  completion
};
std::string_view attribute_word(Attribute attribute);  // "not null"

struct Difference {
  enum class Of { object, column, constraint, property };
  Of of = Of::object;
  std::string name;  // of the column, constraint or property
  Attribute attribute = Attribute::whole;
  std::string from;  // empty = absent
  std::string to;
  // For people, for `check` and in migrations: "owner", "column c: type", "constraint k".
  std::string text() const;
  friend bool operator==(const Difference&, const Difference&) = default;
};

struct Change {
  enum class Action { create, drop, alter, rename } action = Action::alter;
  ObjectId id;  // as in `to`; for drop as in `from`
  std::optional<ObjectId> renamed_from;
  std::vector<Difference> differences;  // alter, rename
  friend bool operator==(const Change&, const Change&) = default;
};
std::string_view action_name(Change::Action action);  // "create", …

// Sorted by id. Empty exactly if the catalogs are equal under the options.
std::vector<Change> diff(const Catalog& from, const Catalog& to, const DiffOptions& options = {});

// Dropped and created tables or columns that are similar: a suggestion for sql_renamed_from, never applied.
struct RenameSuggestion {
  ObjectId from, to;
  std::string from_column, to_column;  // empty: the table itself
  double likeness = 0;                 // 0…1
};
std::vector<RenameSuggestion> suggest_renames(const Catalog& from, const Catalog& to);

}  // namespace schemac
