// One relation in place of another in SQL as the server prints it: in the query of a view, where the
// relation may go by an alias, or others go by its name; and in the definition of an index.
//
// Pure. Rests on what the server's printing assures: keywords are in capitals and names that have capitals
// are quoted; relations are qualified; within a SELECT, its subqueries included, a name stands for one of
// them alone. A query that names an alias like a namespace, or like both, can still be misread.
#pragma once
#include <string>

#include "catalog/identifier.h"

namespace schemac {

// Every mention of `relation` and of its columns becomes one of `other`, so that the server prints the same
// text again once `other` has the name of `relation`.
std::string with_relation(const std::string& query, const ObjectId& relation, const ObjectId& other);

// The definition of an index, as one of that name on that relation.
std::string index_definition_on(const std::string& definition, const std::string& index_name,
                                const ObjectId& relation);

}  // namespace schemac
