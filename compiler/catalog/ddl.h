// The only printer of SQL for objects. Statements have no trailing semicolon; a list is in running order.
// Names are qualified and quoted; nothing depends on search_path. Pure; no error cases: a body that does not
// fit the id's kind is a programming error and asserted.
#pragma once
#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace schemac {

// CREATE and what completes the object: ALTER … for attributes that CREATE cannot express, then owner,
// comments, grants. Not included: constraints, indexes, triggers etc., which are separate objects. Included:
// column comments and column grants of views and tables.
//
// Empty for objects that come with those of the parent: inherited constraints other than keys, inherited
// triggers. A partition is created with PARTITION OF: if the parent has keys and indexes by then, the server
// also creates the partition's, under names of its own choice. In a fresh database all tables come before all
// constraints and indexes; keys of partitions are created under their names and attached.
std::vector<std::string> create_statements(const Object& object);
// What can only be stated after objects exist that need this one: OWNED BY of a sequence (the column's
// default calls it), the replica identity of a table by an index. Empty for nearly every object.
std::vector<std::string> completion_statements(const Object& object);
// Only the CREATE statement itself.
std::string create_statement(const Object& object);
// CREATE OR REPLACE form if the kind has one (view, routine, trigger from 14, rule); else empty.
std::string replace_statement(const Object& object);
// DROP, never CASCADE. For a constraint ALTER TABLE … DROP CONSTRAINT.
std::string drop_statement(const Object& object);
std::string comment_statement(const Object& object, std::string_view comment);  // empty comment: IS NULL
// COMMENT ON INDEX of the index behind a key; empty: NULL.
std::string key_index_comment(const ObjectId& key, const std::string& comment);
std::string column_comment_statement(const Object& object, const std::string& column,
                                     std::string_view comment);
std::string owner_statement(const Object& object, std::string_view role);
// GRANT and REVOKE that change one set into the other; absent = the kind's defaults.
std::vector<std::string> grant_statements(const Object& object, const std::optional<std::vector<Grant>>& from,
                                          const std::optional<std::vector<Grant>>& to);
// "TABLE public.v", "FUNCTION public.sum(integer)" of an aggregate: as after GRANT … ON.
std::string grant_target(const ObjectId& id);
// The same privileges, all granted by the owner: the form that a source can state. Sorted.
std::vector<Grant> granted_by_owner(const std::vector<Grant>& grants);
// What PUBLIC may do with a new object of that kind: execute routines, use types.
std::vector<Grant> default_grants(const ObjectId& id);
// "name type COLLATE … GENERATED … DEFAULT … NOT NULL" as in CREATE TABLE and ADD COLUMN.
std::string column_definition(const Column& column);
// What column_definition cannot express: storage, compression, statistics target, options. relation is the
// table, view or materialized view.
std::vector<std::string> column_attribute_statements(const ObjectId& relation, const Column& column);
std::string sequence_options_clause(
    const SequenceOptions& options);  // " AS integer START WITH 5 …", only what is not default
// "TABLE public.t", "FUNCTION public.f(integer)", "CONSTRAINT c ON public.t", as in COMMENT ON and DROP.
std::string object_reference(const ObjectId& id);
// Table, foreign table, view … keyword for ALTER: "TABLE", "MATERIALIZED VIEW".
std::string_view sql_keyword(Kind kind);
// "fillfactor = 70, toast.autovacuum_enabled = false" of "name=value" pairs, for WITH (…) and SET (…).
std::string storage_options_list(const std::vector<std::string>& options);
// "name 'value', …" of "name=value" pairs, for OPTIONS (…) of foreign objects.
std::string foreign_options_list(const std::vector<std::string>& options);

}  // namespace schemac
