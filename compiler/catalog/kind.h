// Every kind of object that the tool knows, and what is true of all objects of a kind: one row each, in
// kind.cpp. A new kind without its row does not compile.
#pragma once
#include <optional>
#include <string_view>

namespace schemac {

// The text form (kind_name) is in manifests, migrations and ledgers, so it never changes. The order is the
// order of declaration in listings where nothing else decides.
enum class Kind {
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
  conversion,  // between two encodings
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
  statements,  // free SQL that a source states and that no kind above covers
};

struct KindTraits {
  enum class Place { database, schema, relation };  // what an object of the kind is in
  // Which other objects of its schema the name must differ from: those of its own kind, the relations
  // (pg_class), the types (pg_type), both, or the routines.
  enum class NameSpace { own, relation, type, relation_and_type, routine };
  enum class PublicHas { nothing, usage, execute };  // by default
  // On objects that do not refer to it: none; by its existence; or by the time of its creation, or in unknown
  // ways.
  enum class Effect { none, when_new, always };

  Kind kind;
  std::string_view name;           // see kind_name
  std::string_view keyword;        // "MATERIALIZED VIEW": in ALTER, DROP and COMMENT
  std::string_view grant_keyword;  // "TABLE": GRANT … ON; empty: there are no privileges on it
  Place place;
  bool signature;  // see name_is_signature
  NameSpace names;
  bool has_owner;  // one that can be changed
  PublicHas public_has;
  bool runs;  // see runs_when_used
  std::string_view
      default_privileges;  // "TABLES": ALTER DEFAULT PRIVILEGES … ON; empty: there are none for it
  Effect effect;
};
const KindTraits& traits_of(Kind kind);

std::string_view kind_name(Kind kind);  // "materialized_view", "namespace", "enum", …
std::optional<Kind> kind_of_name(std::string_view name);
// Table, foreign table, view, materialized view, sequence, composite type, index: one name space in pg_class.
bool is_relation(Kind kind);
// Has a name in pg_type: the types, and the relations that have a row type.
bool has_type(Kind kind);
bool is_type(Kind kind);   // created by CREATE TYPE or CREATE DOMAIN
bool is_table(Kind kind);  // including foreign tables
bool is_routine(Kind kind);
bool is_in_schema(Kind kind);
bool hangs_on_relation(Kind kind);

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

}  // namespace schemac
