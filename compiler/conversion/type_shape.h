// The properties of a type that matter for the conversion of values. Types are known by their printed names
// ("public.tone", "numeric(10,2)[]"); the meaning of a name is read from the column's catalog, with domains
// resolved.
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
  std::vector<std::string> checks;  // the checks of domains: "NOT NULL", "CHECK (…)"; sorted
};

TypeShape type_shape(const std::string& type, const Catalog& catalog);

}  // namespace schemac
