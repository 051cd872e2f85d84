// Names of database objects, and how they are written in SQL.
#pragma once
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace schemac {

// Every kind of object the tool knows. The text form (kind_name) stands in manifests, migrations and the
// ledger, so it is never changed. The order is the order of declaration in listings where nothing else
// decides.
enum class Kind {
  role_setting,  // reserved
  namespace_,
  extension,
  language,
  collation,
  foreign_data_wrapper,
  foreign_server,
  user_mapping,
  enum_,
  domain,
  composite_type,
  range_type,
  base_type,
  sequence,
  function,
  procedure,
  aggregate,
  operator_,
  operator_family,
  operator_class,
  cast,
  text_search_parser,
  text_search_template,
  text_search_dictionary,
  text_search_configuration,
  table,
  foreign_table,
  column_default,
  constraint,
  index,
  statistics,
  view,
  materialized_view,
  rule,
  trigger,
  policy,
  event_trigger,
  publication,
  subscription,
  default_privileges,
  comment,
  grant,
  statements,  // free SQL that a source states and that no kind above covers
};

std::string_view kind_name(Kind kind);  // "materialized_view", "namespace", "enum", …
std::optional<Kind> kind_of_name(std::string_view name);
// Table, foreign table, view, materialized view, sequence, composite type, index: one name space in pg_class.
bool is_relation(Kind kind);

// The identity of an object, unique within a database.
//   namespace_   schema that it is in; empty for what is in none (namespace, extension, cast, event trigger,
//                publication …)
//   relation     the relation that a constraint, index, trigger, policy, rule, column default hangs on; else
//                empty. An index has it too, although its name is unique without.
//   name         the name, as it is, without quotes; except where name_is_signature(kind)
struct ObjectId {
  Kind kind = Kind::table;
  std::string namespace_;
  std::string relation;
  std::string name;

  // "materialized_view analytics.v", "constraint public.t.t_pkey", "function public.f(integer)", "namespace
  // public". Parts that are not plain lower-case names are quoted as in SQL.
  std::string text() const;
  void append_text(std::string& out) const;
  // The relation of a constraint, index, … as an id of the given kind.
  ObjectId parent(Kind relation_kind = Kind::table) const {
    return {relation_kind, namespace_, {}, relation};
  }
  friend auto operator<=>(const ObjectId&, const ObjectId&) = default;
};

// Kinds whose name alone does not identify them. ObjectId::name is then a piece of SQL, quoted where needed,
// with types as format_type prints them under an empty search_path:
//   function, procedure, aggregate      f(integer, public.color)     "Odd Name"()
//                                       types of the input arguments, no names, modes or VARIADIC; all those
//                                       of an ordered-set aggregate in one list; agg(*) if there are none
//   operator                            +(integer, public.money)     prefix: -(NONE, integer)
//   operator_class, operator_family     my_ops USING btree
//   cast                                (integer AS public.color)
//   user_mapping                        role SERVER server; role may be public
//   default_privileges                  FOR ROLE r [IN SCHEMA s] ON TABLES
bool name_is_signature(Kind kind);

// Inverse of text(); nullopt if it is not one.
std::optional<ObjectId> parse_object_id(std::string_view text);

// As PostgreSQL's quote_ident: quoted unless it is a plain lower-case name and no keyword. Names are bytes,
// not checked.
std::string quote_identifier(std::string_view name);
void append_identifier(std::string& out, std::string_view name);
// As quote_literal, with E'' where a backslash is in it.
std::string quote_literal(std::string_view text);
// "ns.name", each part quoted as needed; namespace left out if empty. Signature of functions is kept as it
// is.
std::string qualified_name(const ObjectId& id);
std::string qualified_name(std::string_view namespace_, std::string_view name);
void append_qualified_name(std::string& out, std::string_view namespace_, std::string_view name);
// True for a keyword that cannot stand unquoted as a column or table name (reserved and type_func_name),
// PostgreSQL 15.
bool is_reserved_keyword(std::string_view lower_case);

inline constexpr std::size_t max_identifier_bytes = 63;

}  // namespace schemac
