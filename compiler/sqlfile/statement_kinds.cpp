#include "sqlfile/statement_kinds.h"

#include <algorithm>
#include <array>
#include <map>

namespace schemac::sql {

namespace {

const std::map<std::string, Kind, std::less<>>& object_kinds() {
  static const std::map<std::string, Kind, std::less<>> kinds = {
      {"OBJECT_TABLE", Kind::table},
      {"OBJECT_COLUMN", Kind::table},
      {"OBJECT_FOREIGN_TABLE", Kind::foreign_table},
      {"OBJECT_VIEW", Kind::view},
      {"OBJECT_MATVIEW", Kind::materialized_view},
      {"OBJECT_INDEX", Kind::index},
      {"OBJECT_SEQUENCE", Kind::sequence},
      {"OBJECT_FUNCTION", Kind::function},
      {"OBJECT_ROUTINE", Kind::function},
      {"OBJECT_PROCEDURE", Kind::procedure},
      {"OBJECT_AGGREGATE", Kind::aggregate},
      {"OBJECT_OPERATOR", Kind::operator_},
      {"OBJECT_OPCLASS", Kind::operator_class},
      {"OBJECT_OPFAMILY", Kind::operator_family},
      {"OBJECT_SCHEMA", Kind::namespace_},
      {"OBJECT_TYPE", Kind::base_type},
      {"OBJECT_ATTRIBUTE", Kind::composite_type},
      {"OBJECT_DOMAIN", Kind::domain},
      {"OBJECT_DOMCONSTRAINT", Kind::domain},
      {"OBJECT_EXTENSION", Kind::extension},
      {"OBJECT_LANGUAGE", Kind::language},
      {"OBJECT_COLLATION", Kind::collation},
      {"OBJECT_CAST", Kind::cast},
      {"OBJECT_CONVERSION", Kind::conversion},
      {"OBJECT_TABCONSTRAINT", Kind::constraint},
      {"OBJECT_TRIGGER", Kind::trigger},
      {"OBJECT_POLICY", Kind::policy},
      {"OBJECT_RULE", Kind::rule},
      {"OBJECT_STATISTIC_EXT", Kind::statistics},
      {"OBJECT_EVENT_TRIGGER", Kind::event_trigger},
      {"OBJECT_PUBLICATION", Kind::publication},
      {"OBJECT_FDW", Kind::foreign_data_wrapper},
      {"OBJECT_FOREIGN_SERVER", Kind::foreign_server},
      {"OBJECT_TSPARSER", Kind::text_search_parser},
      {"OBJECT_TSTEMPLATE", Kind::text_search_template},
      {"OBJECT_TSDICTIONARY", Kind::text_search_dictionary},
      {"OBJECT_TSCONFIGURATION", Kind::text_search_configuration}};
  return kinds;
}

}  // namespace

Kind kind_of_object_type(const std::string& object_type) {
  const auto found = object_kinds().find(object_type);
  return found == object_kinds().end() ? Kind::statements : found->second;
}

// Statements that describe no object, and where their effect belongs.
const Forbidden* forbidden_statement(const std::string& node) {
  constexpr Forbidden roles{"roles belong to the server; create them where the server is set up", true};
  constexpr Forbidden server{"it acts on the server, not on the schema", true};
  constexpr Forbidden subscriptions{"subscriptions connect to other servers; create them there", true};
  constexpr Forbidden migration{"sources state the final schema; put changes and drops into a migration"};
  static const std::map<std::string_view, Forbidden> reasons = {
      {"CreateRoleStmt", roles},
      {"AlterRoleStmt", roles},
      {"AlterRoleSetStmt", roles},
      {"DropRoleStmt", roles},
      {"GrantRoleStmt", roles},
      {"ReassignOwnedStmt", roles},
      {"DropOwnedStmt", roles},
      {"CreateTableSpaceStmt", server},
      {"DropTableSpaceStmt", server},
      {"AlterTableSpaceOptionsStmt", server},
      {"CreatedbStmt", server},
      {"AlterDatabaseStmt", server},
      {"AlterDatabaseSetStmt", server},
      {"AlterDatabaseRefreshCollStmt", server},
      {"DropdbStmt", server},
      {"AlterSystemStmt", server},
      {"CheckPointStmt", server},
      {"LoadStmt", server},
      {"VacuumStmt", server},
      {"ClusterStmt", server},
      {"ReindexStmt", server},
      {"CreateSubscriptionStmt", subscriptions},
      {"AlterSubscriptionStmt", subscriptions},
      {"DropSubscriptionStmt", subscriptions},
      {"DoStmt", {"compiling must not execute code; write the object itself, or a migration"}},
      {"CallStmt", {"compiling must not execute code; call it in a migration"}},
      {"DropStmt", migration},
      {"RenameStmt", {"write the new name, with `-- schemac: renamed_from old_name` before the CREATE"}},
      {"AlterObjectSchemaStmt", {"write the object with its new schema in the CREATE statement"}},
      {"ImportForeignSchemaStmt", {"write each CREATE FOREIGN TABLE, so that its columns are known"}},
      {"AlterTableMoveAllStmt", migration},
      {"AlterExtensionStmt", {"state the version in CREATE EXTENSION"}}};
  const auto found = reasons.find(node);
  return found == reasons.end() ? nullptr : &found->second;
}

bool is_data_statement(const std::string& node) {
  static constexpr std::array<std::string_view, 13> names = {
      "SelectStmt",  "InsertStmt",   "UpdateStmt",        "DeleteStmt",  "MergeStmt",
      "CopyStmt",    "TruncateStmt", "LockStmt",          "PrepareStmt", "ExecuteStmt",
      "ExplainStmt", "ListenStmt",   "RefreshMatViewStmt"};
  return std::find(names.begin(), names.end(), node) != names.end();
}

}  // namespace schemac::sql
