// Names of database objects, and how they are written in SQL.
#pragma once
#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "catalog/kind.h"

namespace schemac {

// The identity of an object, unique within a database.
//   namespace_   its schema; empty for objects that are in none (namespace, extension, cast, event trigger,
//                publication …)
//   relation     the relation of a constraint, index, trigger, policy, rule or column default; else empty.
//                Set for an index, too, although its name is unique without it.
//   name         the name as it is, without quotes; except where name_is_signature(kind), see catalog/kind.h
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

// Inverse of text(); nullopt if the text is not an id.
std::optional<ObjectId> parse_object_id(std::string_view text);

// As PostgreSQL's quote_ident: quoted unless it is a plain lower-case name and not a keyword. Names are bytes
// and are not checked.
std::string quote_identifier(std::string_view name);
void append_identifier(std::string& out, std::string_view name);
// As quote_literal, with E'' if the text contains a backslash.
std::string quote_literal(std::string_view text);
// "ns.name", each part quoted as needed; without the namespace if it is empty. The signature of a function is
// unchanged.
std::string qualified_name(const ObjectId& id);
std::string qualified_name(std::string_view namespace_, std::string_view name);
void append_qualified_name(std::string& out, std::string_view namespace_, std::string_view name);
// True for a keyword that must be quoted as a column or table name (reserved and type_func_name), PostgreSQL
// 15.
bool is_reserved_keyword(std::string_view lower_case);

inline constexpr std::size_t max_identifier_bytes = 63;

}  // namespace schemac
