#include "catalog/parent_key.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "catalog/identifier.h"

namespace schemac {

bool has_no_attach(const Constraint& constraint) {
  if (constraint.type == ConstraintType::exclusion) return true;
  if (constraint.type != ConstraintType::primary_key && constraint.type != ConstraintType::unique)
    return false;
  // Not in a quoted column name.
  const std::string_view text = constraint.definition;
  const std::size_t at = text.find(" WITHOUT OVERLAPS)");
  return at != std::string_view::npos && std::count(text.begin(), text.begin() + at, '"') % 2 == 0;
}

std::string name_from_parent(const ObjectId& id, const Constraint& constraint) {
  constexpr std::size_t most_bytes = 63;  // NAMEDATALEN - 1; a longer name is shortened in two places
  const bool primary = constraint.type == ConstraintType::primary_key;
  const bool exclusion = constraint.type == ConstraintType::exclusion;
  std::string name = id.relation;
  std::size_t elements = 0;  // expressions are not columns
  for (std::size_t at = 0; (at = constraint.definition.find(" WITH ", at)) != std::string::npos; ++at)
    ++elements;
  const std::set<std::string> different(constraint.columns.begin(), constraint.columns.end());
  if (!primary && (different.size() != constraint.columns.size() || different.contains("") ||
                   constraint.definition.find(" INCLUDE (") != std::string::npos ||
                   (exclusion && elements != constraint.columns.size())))
    return {};
  if (!primary) {
    for (const std::string& column : constraint.columns) name += "_" + column;
  }
  name += primary ? "_pkey" : "_excl";
  return name.size() > most_bytes ? std::string{} : name;
}

std::string take_name_statement(const ObjectId& id, const Constraint& constraint) {
  const std::string table = quote_literal(qualified_name(id.namespace_, id.relation));
  return "DO $name$\nDECLARE\n  made text;\nBEGIN\n"
         "  SELECT c.relname INTO STRICT made FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid "
         "= "
         "i.indexrelid JOIN pg_catalog.pg_inherits h ON h.inhrelid = i.indexrelid\n"
         "  WHERE i.indrelid = " +
         table + "::pg_catalog.regclass AND h.inhparent = " + quote_literal(constraint.attached_to) +
         "::pg_catalog.regclass;\n"
         "  IF made <> " +
         quote_literal(id.name) +
         " THEN\n"
         "    EXECUTE pg_catalog.format('ALTER INDEX %I.%I RENAME TO %I', " +
         quote_literal(id.namespace_) + ", made, " + quote_literal(id.name) + ");\n  END IF;\nEND $name$";
}

}  // namespace schemac
