#include "diff/rename.h"

#include <algorithm>

#include "catalog/ddl.h"
#include "catalog/dependency.h"
#include "catalog/not_null.h"
#include "sqltext/sql_tokens.h"

namespace schemac {
namespace {

struct Substitution {
  // Relations, types and routines: (namespace, name) -> new pair.
  std::map<std::pair<std::string, std::string>, std::pair<std::string, std::string>> objects;
  std::map<std::string, std::string> namespaces;
  std::map<std::string, std::string> columns;  // only of relations that the text's object depends on
};

std::string bare_name(const ObjectId& id) { return id.name.substr(0, id.name.find('(')); }

std::string substitute(const std::string& text, const Substitution& with) {
  if (text.empty() || (with.objects.empty() && with.namespaces.empty() && with.columns.empty())) return text;
  std::vector<PrintedToken> tokens = tokenize_sql(text);
  const auto name = [&](std::size_t at) { return at < tokens.size() && tokens[at].is_name(); };
  const auto dot = [&](std::size_t at) { return at < tokens.size() && tokens[at].is_symbol("."); };
  const auto put = [&](std::size_t at, const std::string& value) {
    tokens[at].text = quote_identifier(value);
    tokens[at].value = value;
  };
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (!name(at)) continue;
    const bool qualified = at > 0 && dot(at - 1);
    if (!qualified && dot(at + 1) && name(at + 2)) {
      const auto object = with.objects.find({tokens[at].value, tokens[at + 2].value});
      if (object != with.objects.end()) {
        put(at, object->second.first);
        put(at + 2, object->second.second);
        at += 2;
        continue;
      }
      const auto ns = with.namespaces.find(tokens[at].value);
      if (ns != with.namespaces.end()) {
        put(at, ns->second);
        at += 2;
        continue;
      }
      // "a.x" where table a is renamed: the server names an unaliased relation by its name.
      const auto relation = std::find_if(with.objects.begin(), with.objects.end(), [&](const auto& entry) {
        return entry.first.second == tokens[at].value;
      });
      if (relation != with.objects.end()) put(at, relation->second.second);
      continue;
    }
    const auto column = with.columns.find(tokens[at].value);
    if (column != with.columns.end() && !(at + 1 < tokens.size() && tokens[at + 1].is_symbol("("))) {
      put(at, column->second);
    }
  }
  return join_tokens(tokens);
}

template <typename Optional>
requires requires(Optional text) { *text = std::string(); }
void substitute(Optional& text, const Substitution& with) {
  if (text) *text = substitute(*text, with);
}

void substitute(std::vector<std::string>& texts, const Substitution& with) {
  for (std::string& text : texts) text = substitute(text, with);
}

// Own columns of a table, renamed; columns of other relations keep their names.
void rename_columns(std::vector<Column>& columns, const std::map<std::string, std::string>& new_of_old,
                    const Substitution& with) {
  for (Column& column : columns) {
    const auto found = new_of_old.find(column.name);
    if (found != new_of_old.end()) column.name = found->second;
    column.type = substitute(column.type, with);
    substitute(column.default_expression, with);
    substitute(column.generated_expression, with);
  }
}

// "CREATE UNIQUE INDEX name ON …" under another name.
std::string with_index_name(const std::string& definition, const std::string& name) {
  std::vector<PrintedToken> tokens = tokenize_sql(definition);
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
    if (tokens[at].text != "INDEX") continue;
    tokens[at + 1].text = name;
    break;
  }
  return join_tokens(tokens);
}

using OwnColumns = std::map<std::string, std::string>;

// One for each body; those that name no other object are empty.
void substitute_names(Domain& body, const Substitution& with, const OwnColumns& /*own_columns*/) {
  body.type = substitute(body.type, with);
  substitute(body.default_expression, with);
  for (DomainConstraint& constraint : body.constraints) {
    constraint.definition = substitute(constraint.definition, with);
  }
}

void substitute_names(CompositeType& body, const Substitution& with, const OwnColumns& own_columns) {
  rename_columns(body.columns, own_columns, with);
}

void substitute_names(RangeType& body, const Substitution& with, const OwnColumns& /*own_columns*/) {
  body.subtype = substitute(body.subtype, with);
}

void substitute_names(Sequence& body, const Substitution& with, const OwnColumns& /*own_columns*/) {
  body.owned_by_table = substitute(body.owned_by_table, with);
  const auto column = with.columns.find(body.owned_by_column);
  if (column != with.columns.end()) body.owned_by_column = column->second;
}

void substitute_names(Routine& body, const Substitution& with, const OwnColumns& /*own_columns*/) {
  body.definition = substitute(body.definition, with);
  body.result_type = substitute(body.result_type, with);
  body.arguments = substitute(body.arguments, with);
}

void substitute_names(Table& body, const Substitution& with, const OwnColumns& own_columns) {
  Substitution own = with;
  own.columns.insert(own_columns.begin(), own_columns.end());
  rename_columns(body.columns, own_columns, own);
  body.partition_by = substitute(body.partition_by, own);
  body.partition_of = substitute(body.partition_of, with);
  substitute(body.inherits, with);
}

void substitute_names(Constraint& body, const Substitution& with, const OwnColumns& /*own_columns*/) {
  body.definition = substitute(body.definition, with);
  substitute(body.columns, with);
  body.referenced_table = substitute(body.referenced_table, with);
  substitute(body.referenced_columns, with);
}

void substitute_names(Index& body, const Substitution& with, const OwnColumns& /*own_columns*/) {
  body.definition = substitute(body.definition, with);
  substitute(body.columns, with);
  body.attached_to = substitute(body.attached_to, with);
}

void substitute_names(View& body, const Substitution& with, const OwnColumns& /*own_columns*/) {
  body.query = substitute(body.query, with);
  for (Column& column : body.columns) column.type = substitute(column.type, with);
}

void substitute_names(Statistics& body, const Substitution& with, const OwnColumns& /*own_columns*/) {
  body.definition = substitute(body.definition, with);
}

void substitute_names(Rule& body, const Substitution& with, const OwnColumns& /*own_columns*/) {
  body.definition = substitute(body.definition, with);
}

void substitute_names(Trigger& body, const Substitution& with, const OwnColumns& /*own_columns*/) {
  body.definition = substitute(body.definition, with);
}

void substitute_names(Policy& body, const Substitution& with, const OwnColumns& /*own_columns*/) {
  substitute(body.using_expression, with);
  substitute(body.check_expression, with);
}

void substitute_names(Scripted& body, const Substitution& with, const OwnColumns& /*own_columns*/) {
  body.create = substitute(body.create, with);
  body.drop = substitute(body.drop, with);
  for (auto& [name, value] : body.properties) value = substitute(value, with);
  for (auto& [name, value] : body.alterations) value = substitute(value, with);
}

void substitute_names(Namespace& /*body*/, const Substitution& /*with*/, const OwnColumns& /*own_columns*/) {}
void substitute_names(Extension& /*body*/, const Substitution& /*with*/, const OwnColumns& /*own_columns*/) {}
void substitute_names(Enum& /*body*/, const Substitution& /*with*/, const OwnColumns& /*own_columns*/) {}

void substitute_body(Object& object, const Substitution& with, const OwnColumns& own_columns) {
  std::visit([&](auto& body) { substitute_names(body, with, own_columns); }, object.body);
}

constexpr int not_null_has_a_name = 180000;  // server_version_num

// Neither a table's nor a column's rename changes the name of a NOT NULL constraint.
void keep_not_null_names(const std::string& old_table, const std::string& table, const Table& before,
                         Table& now) {
  for (std::size_t at = 0; at < now.columns.size(); ++at) {
    Column& column = now.columns[at];
    const std::string& old_column = before.columns[at].name;
    if (!column.not_null || (old_table == table && old_column == column.name)) continue;
    if (column.not_null_name.empty()) column.not_null_name = default_not_null_name(old_table, old_column);
    if (*column.not_null_name == default_not_null_name(table, column.name)) column.not_null_name = {};
  }
}

using NewOfOld = std::map<ObjectId, ObjectId>;
using ColumnsOf = std::map<ObjectId, std::map<std::string, std::string>>;

// One catalog under a renaming of ids and columns.
class RenamedCatalog {
 public:
  RenamedCatalog(const Catalog& from, const NewOfOld& new_of_old, const ColumnsOf& columns_by_old)
      : from_(from), new_of_old_(new_of_old), columns_by_old_(columns_by_old), names_(from), graph_(from) {
    for (const auto& [old_id, new_id] : new_of_old) {
      if (old_id.kind == Kind::namespace_) {
        base_.namespaces[old_id.name] = new_id.name;
      } else if (old_id.relation.empty()) {
        base_.objects[{old_id.namespace_, bare_name(old_id)}] = {new_id.namespace_, bare_name(new_id)};
      }
    }
  }

  Catalog run(std::map<ObjectId, ObjectId>& old_of_new) {
    Catalog result;
    result.server_version_num = from_.server_version_num;
    result.unread = from_.unread;
    for (const auto& [id, object] : from_.objects) {
      Object copy = renamed(id, object);
      if (copy.id != id) old_of_new[copy.id] = id;
      result.add(std::move(copy));
    }
    return result;
  }

 private:
  ObjectId mapped(const ObjectId& id) const {
    const auto direct = new_of_old_.find(id);
    if (direct != new_of_old_.end()) return direct->second;
    ObjectId mapped = id;
    if (!id.relation.empty()) {
      const Object* parent = names_.parent(id);
      const auto relation = parent == nullptr ? new_of_old_.end() : new_of_old_.find(parent->id);
      if (relation != new_of_old_.end()) {
        mapped.namespace_ = relation->second.namespace_;
        mapped.relation = relation->second.name;
        return mapped;
      }
    }
    const auto ns = base_.namespaces.find(id.namespace_);
    if (ns != base_.namespaces.end()) mapped.namespace_ = ns->second;
    const std::size_t open = mapped.name.find('(');
    if ((is_routine(id.kind) || id.kind == Kind::operator_) && open != std::string::npos)
      mapped.name = mapped.name.substr(0, open) + substitute(mapped.name.substr(open), base_);
    return mapped;
  }

  const std::map<std::string, std::string>& columns_of(const ObjectId& id) const {
    static const std::map<std::string, std::string> none;
    const auto found = columns_by_old_.find(id);
    return found == columns_by_old_.end() ? none : found->second;
  }

  Object renamed(const ObjectId& id, const Object& object) const {
    Object copy = object;
    copy.id = mapped(id);
    Substitution with = base_;
    for (const Dependency& edge : graph_.of(id)) {
      const auto& columns = columns_of(edge.on);
      with.columns.insert(columns.begin(), columns.end());
    }
    const std::map<std::string, std::string>& own = columns_of(id);
    substitute_body(copy, with, own);
    for (Dependency& edge : copy.depends_on) rename(edge, own);
    std::sort(copy.depends_on.begin(), copy.depends_on.end());
    if (copy.grants && !own.empty()) {
      for (Grant& grant : *copy.grants) {
        if (const auto found = own.find(grant.column); found != own.end()) grant.column = found->second;
      }
      std::sort(copy.grants->begin(), copy.grants->end());
    }
    rename_references(id, object, copy);
    return copy;
  }

  void rename(Dependency& edge, const std::map<std::string, std::string>& own) const {
    const std::map<std::string, std::string>& on = columns_of(edge.on);
    if (const auto found = on.find(edge.column); found != on.end()) edge.column = found->second;
    if (const auto found = own.find(edge.dependent_column); found != own.end())
      edge.dependent_column = found->second;
    edge.on = mapped(edge.on);
  }

  // Names of other objects that a body has as a value and not in SQL.
  void rename_references(const ObjectId& id, const Object& object, Object& copy) const {
    if (auto* index = std::get_if<Index>(&copy.body); index && copy.id.name != id.name)
      index->definition = with_index_name(index->definition, quote_identifier(copy.id.name));
    if (auto* trigger = std::get_if<Trigger>(&copy.body)) {
      if (const auto function = parse_object_id(trigger->function))
        trigger->function = mapped(*function).text();
    }
    auto* table = std::get_if<Table>(&copy.body);
    if (table == nullptr) return;
    if (table->replica_identity->starts_with("index ")) {
      const ObjectId index{Kind::index, id.namespace_, id.name, table->replica_identity->substr(6)};
      const auto found = new_of_old_.find(index);
      if (found != new_of_old_.end()) table->replica_identity = "index " + found->second.name;
    }
    if (from_.server_version_num >= not_null_has_a_name)
      keep_not_null_names(id.name, copy.id.name, *body_as<Table>(object), *table);
  }

  const Catalog& from_;
  const NewOfOld& new_of_old_;
  const ColumnsOf& columns_by_old_;
  const RelationNames names_;
  const DependencyGraph graph_;
  Substitution base_;
};

Catalog renamed_catalog(const Catalog& from, const NewOfOld& new_of_old, const ColumnsOf& columns_by_old,
                        std::map<ObjectId, ObjectId>& old_of_new) {
  return RenamedCatalog(from, new_of_old, columns_by_old).run(old_of_new);
}

class Renamer {
 public:
  Renamer(const Catalog& to, const DiffOptions& options, Renames& out)
      : to_(to), options_(options), out_(out) {}

  void run() {
    objects();
    columns();
    hangers_on();
  }

 private:
  void step(const std::string& sql, const ObjectId& old_id, const ObjectId& new_id) {
    out_.steps.push_back({sql, "rename " + old_id.text() + " to " + new_id.name, new_id});
  }

  // Applies the statements to the catalog, one object at a time, so that a swap of two names works.
  void move(const ObjectId& old_id, const ObjectId& new_id) {
    const std::string keyword(sql_keyword(old_id.kind));
    if (old_id.kind == Kind::constraint) {
      const ObjectId table = old_id.parent();
      step("ALTER TABLE " + qualified_name(table) + " RENAME CONSTRAINT " + quote_identifier(old_id.name) +
               " TO " + quote_identifier(new_id.name),
           old_id, new_id);
    } else if (old_id.kind == Kind::trigger) {
      step("ALTER TRIGGER " + quote_identifier(old_id.name) + " ON " + qualified_name(old_id.parent()) +
               " RENAME TO " + quote_identifier(new_id.name),
           old_id, new_id);
    } else if (old_id.kind == Kind::policy) {
      step("ALTER POLICY " + quote_identifier(old_id.name) + " ON " + qualified_name(old_id.parent()) +
               " RENAME TO " + quote_identifier(new_id.name),
           old_id, new_id);
    } else {
      ObjectId at = old_id;
      if (at.namespace_ != new_id.namespace_ && at.kind != Kind::namespace_) {
        step("ALTER " + object_reference(at) + " SET SCHEMA " + quote_identifier(new_id.namespace_), at,
             new_id);
        at.namespace_ = new_id.namespace_;
      }
      if (bare_name(at) != bare_name(new_id)) {
        step("ALTER " + object_reference(at) + " RENAME TO " + quote_identifier(bare_name(new_id)), at,
             new_id);
      }
    }
    std::map<ObjectId, ObjectId> new_of_old = owned_sequences_moved(old_id, new_id.namespace_);
    new_of_old.emplace(old_id, new_id);
    std::map<ObjectId, ObjectId> moved;
    out_.from = renamed_catalog(out_.from, new_of_old, {}, moved);
    note(moved);
  }

  // SET SCHEMA of a table takes them along.
  std::map<ObjectId, ObjectId> owned_sequences_moved(const ObjectId& table,
                                                     const std::string& namespace_) const {
    std::map<ObjectId, ObjectId> moved;
    if (!is_table(table.kind) || table.namespace_ == namespace_) return moved;
    for (const auto& [id, object] : out_.from.objects) {
      const auto* sequence = body_as<Sequence>(object);
      if (sequence == nullptr || sequence->owned_by_table != qualified_name(table)) continue;
      ObjectId to = id;
      to.namespace_ = namespace_;
      moved.emplace(id, to);
    }
    return moved;
  }

  void note(const std::map<ObjectId, ObjectId>& moved) {
    std::map<ObjectId, ObjectId> first;
    for (const auto& [new_id, old_id] : moved) {
      const auto earlier = out_.old_of_new.find(old_id);
      first[new_id] = earlier == out_.old_of_new.end() ? old_id : earlier->second;
    }
    for (const auto& [new_id, old_id] : moved) out_.old_of_new.erase(old_id);
    for (const auto& [new_id, old_id] : first) {
      if (new_id != old_id) out_.old_of_new[new_id] = old_id;
    }
  }

  void objects() {
    std::map<ObjectId, ObjectId> left(options_.renamed.begin(), options_.renamed.end());
    // Namespaces and relations before the objects on them.
    while (!left.empty()) {
      auto next = std::find_if(left.begin(), left.end(),
                               [&](const auto& entry) { return out_.from.find(entry.first) == nullptr; });
      if (next == left.end()) {
        // Every new name is in use: one object gets a temporary name first.
        const auto& [new_id, old_id] = *left.begin();
        ObjectId aside = new_id;
        aside.name = bare_name(new_id).substr(0, max_identifier_bytes - 7) + "__aside" +
                     new_id.name.substr(bare_name(new_id).size());
        move(new_id, aside);
        for (auto& [other_new, other_old] : left) {
          if (other_old == new_id) other_old = aside;
        }
        continue;
      }
      const auto [new_id, old_id] = *next;
      left.erase(next);
      const std::map<ObjectId, ObjectId> sequences = owned_sequences_moved(old_id, new_id.namespace_);
      if (out_.from.find(old_id) != nullptr && old_id != new_id) move(old_id, new_id);
      for (auto& [other_new, other_old] : left) {
        if (const auto moved = sequences.find(other_old); moved != sequences.end()) other_old = moved->second;
      }
    }
  }

  void columns() {
    std::map<ObjectId, std::map<std::string, std::string>> new_of_old;
    for (const auto& [key, old_column] : options_.renamed_columns) {
      const auto& [table_id, new_column] = key;
      const Object* table = out_.from.find(table_id);
      if (table == nullptr || old_column == new_column) continue;
      const std::vector<Column>* list = nullptr;
      if (const auto* body = body_as<Table>(*table)) list = &body->columns;
      if (const auto* body = body_as<CompositeType>(*table)) list = &body->columns;
      if (list == nullptr) continue;
      const auto has = [&](const std::string& name) {
        return std::any_of(list->begin(), list->end(),
                           [&](const Column& column) { return column.name == name; });
      };
      if (!has(old_column) || has(new_column)) continue;
      if (is_inherited(*table, old_column)) continue;  // renamed with its parent's, or not at all
      const bool composite = table_id.kind == Kind::composite_type;
      out_.steps.push_back({"ALTER " + object_reference(table_id) + " RENAME " +
                                (composite ? "ATTRIBUTE " : "COLUMN ") + quote_identifier(old_column) +
                                " TO " + quote_identifier(new_column),
                            "rename column " + qualified_name(table_id) + "." + quote_identifier(old_column) +
                                " to " + quote_identifier(new_column),
                            table_id});
      rename_below(table_id, old_column, new_column, new_of_old);
      out_.column_words.insert({old_column, new_column});
    }
    if (new_of_old.empty()) return;
    std::map<ObjectId, ObjectId> moved;
    out_.from = renamed_catalog(out_.from, {}, new_of_old, moved);
  }

  static std::vector<std::string> parents_of(const Object& table) {
    const auto* body = body_as<Table>(table);
    if (body == nullptr) return {};
    std::vector<std::string> parents = body->inherits;
    if (!body->partition_of.empty()) parents.push_back(body->partition_of);
    return parents;
  }

  // A parent has the column, too, so that the server renames it only through the parent.
  bool is_inherited(const Object& table, const std::string& column) const {
    const std::vector<std::string> parents = parents_of(table);
    return std::any_of(out_.from.objects.begin(), out_.from.objects.end(), [&](const auto& entry) {
      const auto* body = body_as<Table>(entry.second);
      return body != nullptr &&
             std::find(parents.begin(), parents.end(), qualified_name(entry.first)) != parents.end() &&
             std::any_of(body->columns.begin(), body->columns.end(),
                         [&](const Column& other) { return other.name == column; });
    });
  }

  // RENAME COLUMN reaches partitions and child tables.
  void rename_below(const ObjectId& table, const std::string& old_column, const std::string& new_column,
                    std::map<ObjectId, std::map<std::string, std::string>>& new_of_old) {
    if (!new_of_old[table].emplace(old_column, new_column).second) return;
    out_.columns[table][new_column] = old_column;
    const std::string name = qualified_name(table);
    for (const auto& [id, object] : out_.from.objects) {
      const std::vector<std::string> parents = parents_of(object);
      if (std::find(parents.begin(), parents.end(), name) != parents.end())
        rename_below(id, old_column, new_column, new_of_old);
    }
  }

  // Objects on a relation that differ only in name.
  void hangers_on() {
    std::vector<std::pair<ObjectId, ObjectId>> pairs;
    std::set<ObjectId> taken;
    for (const auto& [id, object] : out_.from.objects) {
      const bool candidate =
          id.kind == Kind::constraint || id.kind == Kind::index || id.kind == Kind::sequence;
      if (!candidate || to_.find(id) != nullptr) continue;
      for (auto at = to_.objects.lower_bound({id.kind, id.namespace_, id.relation, {}});
           at != to_.objects.end() && at->first.kind == id.kind && at->first.namespace_ == id.namespace_ &&
           at->first.relation == id.relation;
           ++at) {
        const auto& [new_id, wanted] = *at;
        if (out_.from.find(new_id) != nullptr || taken.contains(new_id) || !alike(object, wanted)) continue;
        pairs.emplace_back(id, new_id);
        taken.insert(new_id);
        break;
      }
    }
    for (const auto& [old_id, new_id] : pairs) move(old_id, new_id);
  }

  bool alike(const Object& a, const Object& b) const {
    if (const auto* from = body_as<Constraint>(a)) {
      const auto* to = body_as<Constraint>(b);
      return !from->inherited && !to->inherited && from->type == to->type &&
             same_print(from->definition, to->definition, out_);
    }
    if (const auto* from = body_as<Index>(a)) {
      const auto* to = body_as<Index>(b);
      return from->valid && from->attached_to == to->attached_to &&
             same_print(with_index_name(from->definition, {}), with_index_name(to->definition, {}), out_);
    }
    const auto* from = body_as<Sequence>(a);
    const auto* to = body_as<Sequence>(b);
    return !from->owned_by_table.empty() && from->owned_by_table == to->owned_by_table &&
           from->owned_by_column == to->owned_by_column;
  }

  const Catalog& to_;
  const DiffOptions& options_;
  Renames& out_;
};

std::string column_blind(const std::string& text, const Renames& renames) {
  std::map<std::string, std::string> word;
  for (const auto& [old_name, new_name] : renames.column_words) word[old_name] = new_name;
  std::vector<PrintedToken> tokens = tokenize_sql(text);
  std::string result;
  std::string last;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    PrintedToken& token = tokens[at];
    if (token.is_name()) {
      const auto found = word.find(token.value);
      if (found != word.end()) token.text = quote_identifier(found->second);
    }
    if (token.text == "AS" && at + 1 < tokens.size() && tokens[at + 1].is_name() && at > 0) {
      const auto found = word.find(tokens[at + 1].value);
      const std::string name = found != word.end() ? found->second : tokens[at + 1].value;
      if (quote_identifier(name) == last) {
        ++at;
        continue;
      }
    }
    last = token.text;
    result += ' ' + token.text;
  }
  return result;
}

}  // namespace

Renames apply_renames(const Catalog& from, const Catalog& to, const DiffOptions& options) {
  Renames renames;
  renames.from = from;
  Renamer(to, options, renames).run();
  return renames;
}

bool same_print(const std::string& from, const std::string& to, const Renames& renames) {
  if (from == to) return true;
  return !renames.column_words.empty() && column_blind(from, renames) == column_blind(to, renames);
}

}  // namespace schemac
