// ALTER statements that change an object in place from one state to another. Only text; the planner decides
// order and locks.
#pragma once
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "conversion/conversion.h"

namespace schemac {

// "public.color", "public.color[]" mention type public.color.
bool mentions_type(const std::string& type, const ObjectId& id);

// "ALTER TABLE ONLY public.t", "ALTER FOREIGN TABLE public.t".
std::string alter_relation(const ObjectId& id, bool only);
// SET (…) and RESET (…) clauses that change one list of "name=value" into the other; for foreign objects
// OPTIONS (…).
std::vector<std::string> storage_option_clauses(const std::vector<std::string>& from,
                                                const std::vector<std::string>& to);
std::string foreign_option_clause(const std::vector<std::string>& from, const std::vector<std::string>& to);

// " SET INCREMENT BY 5 SET MAXVALUE 100", only what differs; for sequences without the SETs.
std::string sequence_changes(const SequenceOptions& from, const SequenceOptions& to, bool identity);

// The default storage of a type's values. "GENERATED ALWAYS AS IDENTITY (…)"
std::string identity_clause(const Column& column);
std::string default_storage(const std::string& type);
// Storage, compression, statistics target and options of a column.
std::vector<std::string> column_attribute_changes(const ObjectId& relation, const Column& from,
                                                  const Column& to);

std::vector<std::string> alter_enum(const Object& from, const Object& to);
std::vector<std::string> alter_composite(const Object& from, const Object& to);
std::vector<std::string> alter_extension(const Object& from, const Object& to);
std::vector<std::string> alter_policy(const Object& from, const Object& to);
// ENABLE or DISABLE TRIGGER or RULE, according to the object.
std::string enabled_statement(const Object& object);
// Defaults and storage of a view's columns.
std::vector<std::string> view_column_statements(const Object& from, const Object& to);
// Owner, comment, privileges, and comments of unchanged columns; all_attributes as in DiffOptions.
std::vector<std::string> alter_decorations(const Object& from, const Object& to, bool all_attributes);

}  // namespace schemac
