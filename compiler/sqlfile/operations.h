// A statement -> its effects on objects that may exist already: the facts that lint judges.
//
// From the text only: no catalog, no sizes. An ALTER TABLE gives one operation for each of its commands. A
// statement that libpg_query does not know gives none.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/identifier.h"
#include "sqlfile/statement.h"

namespace schemac::sql {

struct Operation {
  enum class What {
    create,  // a table, materialized view, …: new, so that operations on it affect no users
    drop,
    add_column,
    drop_column,
    change_type,
    set_not_null,
    set_storage,  // SET LOGGED, UNLOGGED, TABLESPACE, ACCESS METHOD: a rewrite
    add_constraint,
    create_index,
    reindex,
    rename,
    truncate,
    update,
    delete_rows,
    add_enum_value,
    refresh,
    lock_table,
    rewrite,  // VACUUM FULL, CLUSTER
    set_lock_timeout,
    other
  } what = What::other;
  ObjectId id;          // the relation, type or index; namespace_ empty = by search_path
  std::string part;     // column, constraint; the new name of a rename; the value of a setting
  std::string type;     // change_type, add_column: as written
  char constraint = 0;  // as pg_constraint.contype: p u x f c, n for NOT NULL
  bool concurrently = false;
  bool cascade = false;
  bool not_valid = false;         // constraint
  bool using_index = false;       // constraint
  bool not_null = false;          // add_column
  bool has_default = false;       // add_column
  bool volatile_default = false;  // add_column: the value differs from row to row, as far as the text shows
  bool stored = false;            // add_column: generated
  bool whole_table = false;       // update, delete_rows: no WHERE
  bool renames_column = false;
};

struct Operations {
  std::vector<Operation> all;
  std::optional<ParseError>
      unread;  // the grammar of this build cannot read the statement: nothing is known about it
};

Operations operations(std::string_view statement);

}  // namespace schemac::sql
