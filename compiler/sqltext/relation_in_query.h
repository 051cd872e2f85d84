// Replaces one relation by another in SQL as the server prints it: in the query of a view, where the relation
// may have an alias or others may use its name as alias; and in the definition of an index.
//
// Pure. Relies on properties of the server's print: keywords are in capitals and names with capitals are
// quoted; relations are qualified; within a SELECT, including its subqueries, a name refers to one of them
// only. A query whose alias equals a namespace, or equals both, can still be misread.
#pragma once
#include <string>

#include "catalog/identifier.h"

namespace schemac {

// Replaces every mention of `relation` and of its columns by `other`, so that the server prints the same text
// again after `other` has the name of `relation`.
std::string with_relation(const std::string& query, const ObjectId& relation, const ObjectId& other);

// The definition of an index, with that name on that relation.
std::string index_definition_on(const std::string& definition, const std::string& index_name,
                                const ObjectId& relation);

}  // namespace schemac
