// The objects of a database as plain values: introspection reads them, lowering creates them, diff compares
// them.
//
// Two catalogs are equal if the databases are the same for every purpose that the tool knows. So:
//  * every expression and definition is the server's print, under the session settings of pg/session.h (empty
//    search_path, so names are qualified); a catalog created by lowering has its own canonical print and only
//    becomes comparable through elaboration (scratch/elaborate.h);
//  * what has no meaning is absent: oids, the order of a table's columns (columns are kept in order for
//    printing, the comparison sorts), names of toast tables, internal triggers of foreign keys;
//  * owner is absent if it is the role that owns the database session that created the state ("not set").
//
// Granularity: everything that can be created or dropped alone is an Object. Constraints, indexes, triggers,
// policies, rules, statistics are; columns, their defaults, comments, privileges and owners are attributes of
// their object.
//
// A catalog contains an extension, never the objects of an extension. Rejected alternatives: one struct with
// a bag of strings (nothing checks that a new attribute is compared), a class per kind with virtual functions
// (hides the data).
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/boxed.h"
#include "catalog/identifier.h"

namespace schemac {

// Grantee for the privileges of the object's owner. No role has such a name: the server reserves "pg_".
inline constexpr std::string_view owner_grantee = "pg_owner";

// "privilege" in lower case (select, insert, …, usage, execute). grantee "" is PUBLIC. column "" is the whole
// object. The owner has every privilege on the whole object by default: only those that were revoked from the
// owner are listed, with `revoked`; the owner's privileges on single columns are listed like those of other
// roles.
struct Grant {
  std::string grantee;
  std::string privilege;
  std::string column;
  bool grantable = false;
  std::string grantor{};  // a role that passed its grant option on; empty = the owner
  bool revoked = false;   // grantee is owner_grantee
  friend auto operator<=>(const Grant&, const Grant&) = default;
};

struct SequenceOptions {
  std::string type = "bigint";
  std::int64_t start = 1;
  std::int64_t increment = 1;
  std::int64_t minimum = 1;
  std::int64_t maximum = INT64_MAX;
  std::int64_t cache = 1;
  bool cycle = false;
  friend bool operator==(const SequenceOptions&, const SequenceOptions&) = default;
};

enum class Identity { none, by_default, always };

struct Column {
  std::string name;
  std::string type;  // as format_type prints it, with type modifier and schema: "public.geometry(Point,4326)"
  Rare<std::string> collation;  // qualified; empty = the type's own
  bool not_null = false;
  // Since PostgreSQL 18 NOT NULL has a name and a comment. Empty name: the one that the server would choose
  // (default_not_null_name). A NOT NULL that is NO INHERIT or NOT VALID is a Constraint.
  Rare<std::string> not_null_name;
  Rare<std::string> not_null_comment;
  Boxed<std::string> default_expression;
  Boxed<std::string> generated_expression;  // GENERATED ALWAYS AS (…) STORED
  bool generated_virtual = false;           // PostgreSQL 18: VIRTUAL instead
  Identity identity = Identity::none;
  Rare<SequenceOptions> identity_options;  // meaningful if identity != none; the type follows the column's
  Rare<std::string> storage;               // plain, main, external, extended; empty = the type's own
  Rare<std::string> compression;           // pglz, lz4; empty = default
  int statistics_target = -1;              // -1 = default
  List<std::string> options;               // n_distinct=… and, of a foreign table, its column options
  std::string comment;
  // Inherited from a parent table only (attislocal is false). default_expression is then "NULL" if the parent
  // has a default and this column has none.
  bool inherited = false;
  friend bool operator==(const Column&, const Column&) = default;
};

// ---- bodies: the data of each kind ----

struct Namespace {
  friend bool operator==(const Namespace&, const Namespace&) = default;
};

struct Extension {
  std::string schema;   // the schema of its objects; empty = not stated
  std::string version;  // empty = not stated
  friend bool operator==(const Extension&, const Extension&) = default;
};

struct Enum {
  std::vector<std::string> labels;  // in sort order
  friend bool operator==(const Enum&, const Enum&) = default;
};

struct DomainConstraint {
  std::string name;
  std::string definition;  // pg_get_constraintdef: "CHECK (…)"
  std::string comment;
  bool validated = true;
  friend bool operator==(const DomainConstraint&, const DomainConstraint&) = default;
};

struct Domain {
  std::string type;
  std::string collation;
  bool not_null = false;
  std::optional<std::string> default_expression;
  std::vector<DomainConstraint> constraints;  // by name
  friend bool operator==(const Domain&, const Domain&) = default;
};

struct CompositeType {
  std::vector<Column> columns;  // name, type, collation, comment
  friend bool operator==(const CompositeType&, const CompositeType&) = default;
};

struct RangeType {
  std::string subtype;
  std::string collation;
  std::string operator_class;
  std::string canonical_function;
  std::string difference_function;
  std::string multirange_name;
  friend bool operator==(const RangeType&, const RangeType&) = default;
};

struct Sequence {
  SequenceOptions options;
  std::string owned_by_table;  // qualified name; the namespace is the sequence's. Empty = not owned
  std::string owned_by_column;
  bool unlogged = false;
  friend bool operator==(const Sequence&, const Sequence&) = default;
};

// Function, procedure, aggregate (the kind is in the id).
struct Routine {
  std::string definition;   // pg_get_functiondef, or CREATE AGGREGATE; without trailing newline or semicolon
  std::string result_type;  // empty for procedures
  std::string arguments;    // pg_get_function_arguments: with names, modes, defaults
  std::string language;
  bool sql_body = false;   // BEGIN ATOMIC / RETURN: the server tracks its dependencies
  std::string volatility;  // volatile, stable, immutable
  friend bool operator==(const Routine&, const Routine&) = default;
};

struct Table {
  std::vector<Column> columns;
  bool unlogged = false;
  Rare<std::string> partition_by;     // "RANGE (created_at)"; empty = not partitioned
  Rare<std::string> partition_of;     // qualified name of the parent; empty = not a partition
  Rare<std::string> partition_bound;  // "FOR VALUES FROM (…) TO (…)" or "DEFAULT"
  std::vector<std::string> inherits;  // qualified names, in order; without the partition parent
  Rare<std::string> of_type;
  std::vector<std::string> options;  // "fillfactor=70", sorted; toast options as "toast.…"
  Rare<std::string> tablespace;
  Rare<std::string> access_method;  // empty = heap
  bool row_security = false;
  bool force_row_security = false;
  Rare<std::string> replica_identity;  // empty = default; "nothing", "full", "index <name>"
  Rare<std::string> foreign_server;    // foreign tables only
  friend bool operator==(const Table&, const Table&) = default;
};

enum class ConstraintType { primary_key, unique, check, foreign_key, exclusion, not_null };

struct Constraint {
  ConstraintType type = ConstraintType::check;
  std::string
      definition;  // pg_get_constraintdef, complete: "FOREIGN KEY (a) REFERENCES public.t(b) ON DELETE …"
  std::vector<std::string>
      columns;                   // of the table, in key order; of a check: the columns that it reads, by name
  std::string referenced_table;  // foreign key: qualified name
  std::vector<std::string> referenced_columns;
  bool validated = true;
  bool no_inherit = false;
  bool inherited = false;  // inherited from a parent table only
  bool deferrable = false;
  bool initially_deferred = false;
  bool enforced = true;                    // PostgreSQL 18: NOT ENFORCED
  std::vector<std::string> index_options;  // of the index behind a key, as for Index
  Rare<std::string> index_tablespace;
  bool clustered = false;  // CLUSTER ON the index behind it
  Rare<std::string>
      index_comment;  // of the index behind it, which has the same name and a comment of its own
  // Keys of a partitioned table are created on it alone; those of its partitions are created separately and
  // then attached.
  bool partitioned = false;
  Rare<std::string> attached_to;  // key of a partition: qualified name of the parent's constraint
  friend bool operator==(const Constraint&, const Constraint&) = default;
};

struct Index {
  std::string definition;  // pg_get_indexdef, complete: "CREATE UNIQUE INDEX i ON ns.t USING btree (a)"
  std::string method;
  bool unique = false;
  bool nulls_not_distinct = false;
  std::vector<std::string> columns;  // plain key columns; "" for an expression
  bool partial = false;
  std::vector<std::string> options;
  Rare<std::string> tablespace;
  Rare<std::string> attached_to;  // a partition's index: qualified name of the partitioned index
  bool valid = true;              // false: left by a failed CONCURRENTLY build
  bool clustered = false;
  std::map<int, int> statistics_targets;  // by column number, from 1; only those that are set
  friend bool operator==(const Index&, const Index&) = default;
};

struct Statistics {
  std::string definition;  // pg_get_statisticsobjdef
  int target = -1;
  friend bool operator==(const Statistics&, const Statistics&) = default;
};

// View and materialized view (the kind is in the id).
struct View {
  std::string query;            // pg_get_viewdef(oid), without the trailing semicolon
  std::vector<Column> columns;  // name, type, collation, default (views), storage …, comment
  std::vector<std::string>
      options;  // "security_barrier=true", "check_option=local"; of a materialized view storage options
  bool recursive = false;     // only if a source states it; the server prints WITH RECURSIVE
  bool with_data = true;      // materialized: fill when created. From a database: is populated. Not compared
  std::string tablespace;     // materialized
  std::string access_method;  // materialized; empty = heap
  friend bool operator==(const View& a, const View& b) {
    return a.query == b.query && a.columns == b.columns && a.options == b.options &&
           a.recursive == b.recursive && a.tablespace == b.tablespace && a.access_method == b.access_method;
  }
};

struct Rule {
  std::string definition;  // pg_get_ruledef, without semicolon
  std::string enabled;     // "" = origin (default), disabled, replica, always
  friend bool operator==(const Rule&, const Rule&) = default;
};

struct Trigger {
  std::string definition;  // pg_get_triggerdef
  std::string function;    // ObjectId text of the function
  std::string enabled;     // as in Rule
  bool constraint = false;
  bool inherited = false;  // cloned from a partitioned parent
  friend bool operator==(const Trigger&, const Trigger&) = default;
};

struct Policy {
  std::string command = "all";  // all, select, insert, update, delete
  bool permissive = true;
  std::vector<std::string> roles;  // sorted; "public" = all
  std::optional<std::string> using_expression;
  std::optional<std::string> check_expression;
  friend bool operator==(const Policy&, const Policy&) = default;
};

// Kinds whose definition is one statement and that are replaced as a whole (operator, cast, collation, text
// search, foreign server, publication, event trigger, default privileges, …). properties: what is compared
// besides the definition. alterations: what the planner may use in place of drop and create (property name ->
// ALTER statement that sets it to its value here). completion: what must run after create, because CREATE
// cannot express it (enabled state, the mappings of a text search configuration).
struct Scripted {
  std::string create;  // one statement, without semicolon
  std::string drop;    // one statement, without semicolon
  std::vector<std::string> completion;
  std::map<std::string, std::string> properties;
  std::map<std::string, std::string> alterations;
  friend bool operator==(const Scripted&, const Scripted&) = default;
};

using Body = std::variant<Namespace, Extension, Enum, Domain, CompositeType, RangeType, Sequence, Routine,
                          Table, Constraint, Index, Statistics, View, Rule, Trigger, Policy, Scripted>;

// An edge of the catalog. column is set if the dependency is on one column of a relation; dependent_column is
// set if one column of this object has it (its type, default or generation expression). hard: the server
// refuses to drop `on` while this object exists (pg_depend normal). automatic: this object is dropped with
// `on` (an index with its table, an owned sequence with its column). soft: known from elsewhere (string
// bodies, annotations).
enum class DependencyType { hard, automatic, soft };

struct Dependency {
  ObjectId on;
  std::string column;
  std::string dependent_column;
  DependencyType type = DependencyType::hard;
  friend auto operator<=>(const Dependency&, const Dependency&) = default;
};

struct Object {
  ObjectId id;
  Body body;
  std::optional<std::string> owner;          // see above
  std::optional<std::vector<Grant>> grants;  // sorted; absent = the defaults are unchanged
  std::string comment;                       // empty = no comment
  std::vector<Dependency> depends_on;        // sorted, no repeats
  friend bool operator==(const Object&, const Object&) = default;
};

struct Catalog {
  std::map<ObjectId, Object> objects;
  int server_version_num = 0;  // 150018; 0 = not from a server. Not compared
  // Kinds of which introspection found objects that it does not read. They are reported to the user: an
  // unread kind does not count as equal.
  std::vector<std::string> unread;

  const Object* find(const ObjectId& id) const;
  Object* find(const ObjectId& id);
  void add(Object object);  // replaces one with the same id
  friend bool operator==(const Catalog& a, const Catalog& b) { return a.objects == b.objects; }
};

template <typename B>
const B* body_as(const Object& object) {
  return std::get_if<B>(&object.body);
}

}  // namespace schemac
