// What a type is, as far as it counts for how a column's values get from one type to another. Types are known
// by their printed names ("public.tone", "numeric(10,2)[]"); what a name means is read from the catalog that
// the column stands in, with domains taken off.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "catalog/catalog.h"

namespace schemac {

enum class TypeFamily { integer, number, string, boolean, moment, json, other };
TypeFamily type_family(const std::string& type);
bool is_array(const std::string& type);
// "numeric(10,2)[]" -> "numeric"
std::string base_type(const std::string& type);
// "numeric(10,2)" -> {10, 2}
std::vector<int> type_modifiers(const std::string& type);

enum class TypeForm { plain, text, json, enumeration, array, composite, range, multirange };

struct TypeShape {
  TypeForm form = TypeForm::plain;
  std::string type;     // without domains: "integer[]" of a domain over it
  std::string element;  // array: the type of its elements
  std::vector<std::pair<std::string, std::string>> fields;  // composite: name and type, in order
  std::vector<std::string> checks;  // what domains refuse values by: "NOT NULL", "CHECK (…)"; sorted
};

TypeShape type_shape(const std::string& type, const Catalog& catalog);

}  // namespace schemac
