// A changed column, as the functions of build_alter_column.cpp process it.
#pragma once
#include "catalog/ddl.h"
#include "plan/alter.h"
#include "plan/build.h"
#include "plan/online.h"

namespace schemac {

struct ActionBuilder::ColumnChange {
  const Object& old;  // the table
  const Object& wanted;
  const Column& from;
  const Column& to;
  ColumnAction action;
  const Object* parent = nullptr;  // whose ALTER reaches the column
  bool fresh = false;              // `from` is a column that the parent's ADD COLUMN has just created
  bool retype = false;
  bool default_differs = false;
  bool released = false;           // the old default is already dropped
  std::vector<std::size_t> chain;  // the previous actions

  const ObjectId& id() const { return wanted.id; }
  std::string title() const { return qualified_name(id()) + "." + quote_identifier(to.name); }
  std::string head() const { return "ALTER COLUMN " + quote_identifier(to.name) + " "; }
  std::string identity_sequence() const {
    return "relation " + qualified_name(id().namespace_, id().name + "_" + to.name + "_seq");
  }
};

}  // namespace schemac
