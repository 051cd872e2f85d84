// Builds a Catalog from the results of the introspection queries. Internal to introspection.
//
// Results are in an order in which each needs only earlier ones. While reading, objects are identified by
// (catalog, oid); nodes_ maps these to the catalog's objects, also for what is not an object itself (a column
// default to its table, an identity sequence to its table, a domain's constraint to the domain).
#pragma once
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "catalog/catalog.h"
#include "pg/introspect.h"
#include "pg/introspect_result.h"

namespace schemac::pg {

class Reader {
 public:
  Reader(int server_version_num, const IntrospectOptions& options) : options_(options) {
    catalog_.server_version_num = server_version_num;
  }

  // introspect_reader.cpp
  void classes(const Rows& rows);
  void roles(const Rows& rows);
  void namespaces(const Rows& rows);
  void extensions(const Rows& rows);
  void members(const Rows& rows);
  void unread(const Rows& rows);
  void comments(const Rows& rows);
  void grants(const Rows& rows);
  void depends(const Rows& rows);
  // introspect_relation.cpp
  void relations(const Rows& rows);
  void foreign_tables(const Rows& rows);
  void column_types(const Rows& rows);
  void columns(const Rows& rows);
  void sequences(const Rows& rows);
  void constraints(const Rows& rows);
  void indexes(const Rows& rows);
  void inheritance(const Rows& rows);
  void statistics(const Rows& rows);
  void triggers(const Rows& rows);
  void rules(const Rows& rows);
  void policies(const Rows& rows);
  // introspect_routine.cpp
  void types(const Rows& rows);
  void enum_labels(const Rows& rows);
  void routines(const Rows& rows);
  void aggregates(const Rows& rows);
  void scripted(const Rows& rows);

  Catalog take();

 private:
  struct Node {
    Object* object = nullptr;  // in catalog_
    std::string column;        // set if the node is one column of the object
  };
  struct Relation {
    Object* object = nullptr;
    std::vector<std::string> names;  // by column number - 1; empty for dropped ones
  };
  using Key = std::uint64_t;
  Key key(std::string_view class_name, Oid oid) const;
  static Key key(Oid class_oid, Oid oid) { return (static_cast<Key>(class_oid) << 32) | oid; }

  Object& add(std::string_view class_name, Oid oid, ObjectId id, Body body, Oid owner);
  Object* object_at(Key key);
  const std::string* namespace_name(Oid oid) const;
  // The object of a key, through the edges from internal objects to their owners.
  const Node* resolve(Key key) const;
  std::string column_name(Oid relation, int number) const;
  Column* column_at(Oid relation, int number);
  std::vector<std::string> column_names(Oid relation, const std::vector<int>& numbers) const;
  std::string role_name(Oid oid) const;
  void add_namespace_edges();
  // The row type of a relation, which no command shows apart from it.
  bool is_row_type(Oid class_oid, const Object& object) const;
  // The comment that the object has without any COMMENT.
  bool is_usual_comment(const Object& object, const std::string& comment);
  // The privileges that the object has without any GRANT.
  bool has_usual_grants(const Object& object, const std::vector<Grant>& defaults) const;
  Table* table_at(Oid oid);  // nullptr if it is no table
  void mark_missing_defaults();

  const IntrospectOptions& options_;
  Catalog catalog_;
  std::unordered_map<std::string, Oid> classes_;
  std::unordered_map<Oid, std::string> roles_;
  Oid current_role_ = 0;
  std::unordered_map<Oid, std::string> namespaces_;
  std::unordered_map<Key, Node> nodes_;
  std::unordered_map<Key, Key> contracted_;  // internal object -> the one that it belongs to
  std::unordered_map<Oid, Relation> relations_;
  std::unordered_map<Key, std::string> column_types_;  // (type, modifier)
  std::unordered_map<Oid, std::pair<Oid, int>>
      not_null_columns_;                           // constraint -> relation, number of the column
  std::unordered_map<Oid, Object*> index_owners_;  // index, or the constraint that it implements
  std::unordered_map<Oid, std::vector<Oid>> parents_;
  std::unordered_map<std::string, std::string> extension_comments_;
};

}  // namespace schemac::pg
