#include "conversion/type_shape.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "sqltext/sql_tokens.h"

namespace schemac {
namespace {

// Type names of a kind: few enough for a linear search.
const Object* find_named(const Catalog& catalog, Kind kind, const std::string& name) {
  for (auto at = catalog.objects.lower_bound({kind, {}, {}, {}});
       at != catalog.objects.end() && at->first.kind == kind; ++at) {
    if (qualified_name(at->first) == name) return &at->second;
  }
  return nullptr;
}

bool is_multirange_of_catalog(const Catalog& catalog, const std::string& name) {
  for (auto at = catalog.objects.lower_bound({Kind::range_type, {}, {}, {}});
       at != catalog.objects.end() && at->first.kind == Kind::range_type; ++at) {
    const std::string& multirange = body_as<RangeType>(at->second)->multirange_name;
    // The server prints it without a schema if it is the type's own.
    if (!multirange.empty() &&
        (multirange == name || qualified_name(at->first.namespace_, multirange) == name))
      return true;
  }
  return false;
}

constexpr std::array<std::string_view, 6> ranges = {"int4range", "int8range", "numrange",
                                                    "tsrange",   "tstzrange", "daterange"};
constexpr std::array<std::string_view, 6> multiranges = {
    "int4multirange", "int8multirange", "nummultirange", "tsmultirange", "tstzmultirange", "datemultirange"};

TypeForm form_of_name(const std::string& base, const Catalog& catalog) {
  if (type_family(base) == TypeFamily::string || base == "citext" || base.ends_with(".citext"))
    return TypeForm::text;
  if (type_family(base) == TypeFamily::json) return TypeForm::json;
  if (std::find(ranges.begin(), ranges.end(), base) != ranges.end()) return TypeForm::range;
  if (std::find(multiranges.begin(), multiranges.end(), base) != multiranges.end())
    return TypeForm::multirange;
  if (find_named(catalog, Kind::enum_, base) != nullptr) return TypeForm::enumeration;
  if (find_named(catalog, Kind::range_type, base) != nullptr) return TypeForm::range;
  if (is_multirange_of_catalog(catalog, base)) return TypeForm::multirange;
  return TypeForm::plain;
}

const std::vector<Column>* fields_of(const std::string& base, const Catalog& catalog) {
  if (const Object* type = find_named(catalog, Kind::composite_type, base))
    return &body_as<CompositeType>(*type)->columns;
  for (const Kind kind : {Kind::table, Kind::foreign_table}) {
    if (const Object* table = find_named(catalog, kind, base)) return &body_as<Table>(*table)->columns;
  }
  for (const Kind kind : {Kind::view, Kind::materialized_view}) {
    if (const Object* view = find_named(catalog, kind, base)) return &body_as<View>(*view)->columns;
  }
  return nullptr;
}

}  // namespace

bool is_array(const std::string& type) { return type.ends_with("[]"); }

std::string base_type(const std::string& type) {
  std::string base = type.substr(0, type.find('('));
  // "timestamp(3) without time zone"
  const std::size_t close = type.find(')');
  if (close != std::string::npos) base += type.substr(close + 1);
  while (is_array(base)) base.resize(base.size() - 2);
  return base;
}

std::vector<int> type_modifiers(const std::string& type) {
  std::vector<int> values;
  const std::size_t open = type.find('(');
  const std::size_t close = type.find(')');
  if (open == std::string::npos || close == std::string::npos) return values;
  for (const std::string& part : split_top_level(type.substr(open + 1, close - open - 1))) {
    if (part.empty() || !std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; })) {
      return {};
    }
    values.push_back(std::stoi(part));
  }
  return values;
}

TypeFamily type_family(const std::string& type) {
  static const std::map<std::string, TypeFamily> families = {
      {"smallint", TypeFamily::integer},
      {"integer", TypeFamily::integer},
      {"bigint", TypeFamily::integer},
      {"numeric", TypeFamily::number},
      {"real", TypeFamily::number},
      {"double precision", TypeFamily::number},
      {"text", TypeFamily::string},
      {"character varying", TypeFamily::string},
      {"character", TypeFamily::string},
      {"name", TypeFamily::string},
      {"boolean", TypeFamily::boolean},
      {"date", TypeFamily::moment},
      {"timestamp without time zone", TypeFamily::moment},
      {"timestamp with time zone", TypeFamily::moment},
      {"json", TypeFamily::json},
      {"jsonb", TypeFamily::json}};
  if (is_array(type)) return TypeFamily::other;
  const auto found = families.find(base_type(type));
  return found == families.end() ? TypeFamily::other : found->second;
}

TypeShape type_shape(const std::string& type, const Catalog& catalog) {
  TypeShape shape;
  shape.type = type;
  // A domain may be based on another domain; no catalog of a server has a domain based on itself.
  for (const Object* domain = nullptr; !is_array(shape.type);) {
    const Object* next = find_named(catalog, Kind::domain, shape.type);
    if (next == nullptr || next == domain) break;
    domain = next;
    const auto& body = *body_as<Domain>(*domain);
    if (body.not_null) shape.checks.emplace_back("NOT NULL");
    // A check that is not validated does not hold for existing values, but refuses new ones.
    for (const DomainConstraint& check : body.constraints)
      shape.checks.push_back(check.definition + (check.validated ? "" : " NOT VALID"));
    shape.type = body.type;
  }
  std::sort(shape.checks.begin(), shape.checks.end());
  if (is_array(shape.type)) {
    shape.form = TypeForm::array;
    shape.element = shape.type;
    while (is_array(shape.element)) shape.element.resize(shape.element.size() - 2);
    return shape;
  }
  const std::string base = base_type(shape.type);
  if (const std::vector<Column>* fields = fields_of(base, catalog)) {
    shape.form = TypeForm::composite;
    for (const Column& field : *fields) shape.fields.emplace_back(field.name, field.type);
    return shape;
  }
  shape.form = form_of_name(base, catalog);
  return shape;
}

}  // namespace schemac
