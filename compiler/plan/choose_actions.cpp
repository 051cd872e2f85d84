// Over 600 lines: how each kind reacts to a difference and to a lost dependency stands here in one class,
// because the reactions call each other until nothing changes. The files by kind of plan/kinds will take them
// apart.
#include "plan/choose_actions.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <sstream>

#include "catalog/lookup_rows.h"
#include "catalog/parent_key.h"
#include "plan/alter.h"
#include "plan/backfill.h"
#include "plan/build.h"
#include "plan/compare.h"
#include "plan/partition_rules.h"
#include "sqltext/sql_tokens.h"

namespace schemac {
namespace {

bool is_subsequence(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  auto at = part.begin();
  for (const std::string& label : whole) {
    if (at != part.end() && *at == label) ++at;
  }
  return at == part.end();
}

// Attributes with a statement of their own, for every kind.
bool is_decoration(const std::string& attribute) {
  return attribute == "owner" || attribute == "privileges" || attribute == "comment" ||
         (attribute.starts_with("column ") && attribute.ends_with(": comment"));
}

// "1.9" is older than "1.10".
bool older(const std::string& a, const std::string& b) {
  const auto numbers = [](const std::string& version) {
    std::vector<long> parts;
    std::istringstream in(version);
    for (std::string part; std::getline(in, part, '.');) parts.push_back(std::atol(part.c_str()));
    return parts;
  };
  return numbers(a) < numbers(b);
}

struct Lost {
  ObjectId object;
  std::string column;  // empty: the whole object
  bool retyped = false;
};

class ActionChooser {
 public:
  ActionChooser(const PlanContext& context, const std::vector<Change>& changes)
      : s_(context), changes_(changes) {}

  ChosenActions run() {
    for (const Change& change : changes_) first_fate(change);
    for (const Change& change : changes_) reach_below(change.id);
    propagate();
    while (true) {
      const std::vector<ObjectId> conflicting = conflicting_indexes(s_, chosen_);
      const std::vector<ObjectId> children = regenerated_alone();
      if (conflicting.empty() && children.empty()) return std::move(chosen_);
      for (const ObjectId& equal : conflicting) rebuild(equal, equal.parent());
      for (const ObjectId& child : children) rebuild(child, std::nullopt);
      propagate();
    }
  }

 private:
  // Partitions and child tables of a table in both states.
  std::vector<ObjectId> children_of(const ObjectId& table) const {
    std::vector<ObjectId> children;
    for (const Dependent& dependent : s_.old_graph.on(table)) {
      const Object* old = s_.old_object(dependent.id);
      if (is_table(dependent.id.kind) && has_parent(old, table) &&
          has_parent(s_.new_object(dependent.id), table))
        children.push_back(dependent.id);
    }
    return children;
  }

  static bool has_parent(const Object* table, const ObjectId& parent) {
    const auto* body = table == nullptr ? nullptr : body_as<Table>(*table);
    const std::string name = qualified_name(parent);
    return body != nullptr &&
           (body->partition_of == name ||
            std::find(body->inherits.begin(), body->inherits.end(), name) != body->inherits.end());
  }

  // Commands that reach the tables below: a table that will differ from its parent must act after them.
  void reach_below(const ObjectId& id) {
    const Object* old = s_.old_object(id);
    const Object* now = s_.new_object(id);
    const ObjectAction fate = chosen_[id].action;
    if (old != nullptr && (fate == ObjectAction::drop || fate == ObjectAction::recreate)) keep_check_below(*old);
    if (now != nullptr && (fate == ObjectAction::create || fate == ObjectAction::recreate)) take_check_below(*now);
    if (old == nullptr || now == nullptr || fate != ObjectAction::alter) return;
    if (const auto* table = body_as<Table>(*old)) {
      for (const Column& from : table->columns) {
        const Column* to = find_column(body_as<Table>(*now)->columns, from.name);
        if (to != nullptr &&
            (from.not_null != to->not_null || from.generated_expression != to->generated_expression))
          reach_below(id, *to);
      }
    }
  }

  void reach_below(const ObjectId& id, const Column& column) {
    for (const ObjectId& child : children_of(id)) {
      const Column* own = find_column(body_as<Table>(*s_.new_object(child))->columns, column.name);
      if (own != nullptr &&
          (own->not_null != column.not_null || own->generated_expression != column.generated_expression))
        alter(child, id);
      reach_below(child, column);
    }
  }

  // A dropped check also drops the inherited ones of the tables below; one of them will stay as the table's
  // own.
  void keep_check_below(const Object& check) {
    const auto* constraint = body_as<Constraint>(check);
    if (constraint == nullptr || constraint->type != ConstraintType::check) return;
    for (const ObjectId& child : children_of(check.id.parent())) {
      const ObjectId id{Kind::constraint, child.namespace_, child.name, check.id.name};
      const Object* old = s_.old_object(id);
      const Object* now = s_.new_object(id);
      if (old == nullptr || now == nullptr) continue;
      if (is_inherited(*old) && !is_inherited(*now)) rebuild(id, check.id);
      keep_check_below(*old);
    }
  }

  // An added check meets those of the tables below that will be inherited from it: the server would keep them
  // as the tables' own.
  void take_check_below(const Object& check) {
    const auto* constraint = body_as<Constraint>(check);
    if (constraint == nullptr || constraint->type != ConstraintType::check) return;
    for (const ObjectId& child : children_of(check.id.parent())) {
      const ObjectId id{Kind::constraint, child.namespace_, child.name, check.id.name};
      const Object* old = s_.old_object(id);
      const Object* now = s_.new_object(id);
      if (old == nullptr || now == nullptr) continue;
      if (!is_inherited(*old) && is_inherited(*now)) rebuild(id, check.id);
      take_check_below(*now);
    }
  }

  // Before 17 no statement changes the generation expression of an inherited column alone.
  std::vector<ObjectId> regenerated_alone() const {
    std::vector<ObjectId> found;
    for (const auto& [table, decided] : chosen_) {
      const ObjectId& id = table;  // a lambda captures no structured binding in clang
      const ChosenAction& choice = decided;
      if (choice.action != ObjectAction::alter) continue;
      const bool alone =
          std::any_of(choice.columns.begin(), choice.columns.end(), [&](const auto& column) {
            if (!column.second.regenerate) return false;
            const Object* parent = inheriting_parent(s_, *s_.new_object(id), column.first);
            if (parent == nullptr || choice.detach || !has_parent(s_.old_object(id), parent->id))
              return false;
            const auto above = chosen_.find(parent->id);
            if (above == chosen_.end()) return true;
            const auto fate = above->second.columns.find(column.first);
            return above->second.action != ObjectAction::recreate &&
                   (fate == above->second.columns.end() || !fate->second.regenerate);
          });
      if (alone) found.push_back(id);
    }
    return found;
  }

  void propagate() {
    while (!invalid_.empty()) {
      const Lost lost = invalid_.front();
      invalid_.pop_front();
      follow(lost);
    }
  }

  void invalidate(const ObjectId& id, const std::string& column = {}, bool retyped = false) {
    if (reported_.insert({id, column + (retyped ? "\x01" : "")}).second) invalid_.push_back({id, column, retyped});
  }

  void rebuild(const ObjectId& id, const std::optional<ObjectId>& because_of) {
    ChosenAction& choice = chosen_[id];
    if (choice.action == ObjectAction::recreate || choice.action == ObjectAction::drop || choice.action == ObjectAction::create)
      return;
    choice.action = ObjectAction::recreate;
    choice.because_of = because_of;
    invalidate(id);
  }

  void first_fate(const Change& change) {
    ChosenAction& choice = chosen_[change.id];
    switch (change.action) {
      case Change::Action::create:
        choice.action = ObjectAction::create;
        return;
      case Change::Action::drop:
        choice.action = ObjectAction::drop;
        invalidate(change.id);
        if (const ObjectId* key = left_key(s_, *s_.old_object(change.id), nullptr)) rebuild(*key, change.id);
        return;
      case Change::Action::alter:
      case Change::Action::rename:
        break;
    }
    const Object& from = *s_.old_object(change.id);
    const Object& to = *s_.new_object(change.id);
    const bool decorations_only =
        std::all_of(change.differences.begin(), change.differences.end(),
                    [](const Difference& difference) { return is_decoration(difference.attribute); });
    choice.action = change.differences.empty() ? ObjectAction::keep
                    : decorations_only         ? ObjectAction::alter
                                               : fate_of(from, to, change.differences);
    if (choice.action == ObjectAction::recreate) invalidate(change.id);
    if (const ObjectId* key = left_key(s_, from, &to)) rebuild(*key, change.id);
    if (choice.action == ObjectAction::alter || choice.action == ObjectAction::keep) {
      if (const auto* table = body_as<Table>(from)) columns(change.id, *table, *body_as<Table>(to));
    }
  }

  struct Compared {
    const Object& from;
    const std::vector<Difference>& differences;
    bool differs(std::string_view attribute) const {
      return std::any_of(differences.begin(), differences.end(),
                         [&](const Difference& difference) { return difference.attribute == attribute; });
    }
  };

  ObjectAction fate_of(const Object& from, const Object& to, const std::vector<Difference>& differences) {
    return std::visit(
        [&](const auto& old) {
          const auto* wanted = std::get_if<std::decay_t<decltype(old)>>(&to.body);
          return wanted == nullptr ? ObjectAction::recreate : body_fate(old, *wanted, {from, differences});
        },
        from.body);
  }

  static ObjectAction body_fate(const Namespace&, const Namespace&, const Compared&) { return ObjectAction::alter; }

  ObjectAction body_fate(const Extension& old, const Extension& wanted, const Compared& compared) {
    // No extension has scripts for an older version; without dependents it can be recreated.
    const bool back = compared.differs("version") && older(wanted.version, old.version);
    return back && s_.old_graph.on(compared.from.id).empty() ? ObjectAction::recreate : ObjectAction::alter;
  }

  static ObjectAction body_fate(const Enum& old, const Enum& wanted, const Compared&) {
    return is_subsequence(old.labels, wanted.labels) ? ObjectAction::alter : ObjectAction::recreate;
  }

  static ObjectAction body_fate(const Domain&, const Domain&, const Compared& compared) {
    return compared.differs("type") || compared.differs("collation") ? ObjectAction::recreate : ObjectAction::alter;
  }

  ObjectAction body_fate(const CompositeType& old, const CompositeType& wanted, const Compared& compared) {
    return composite_fate(compared.from.id, old, wanted);
  }

  static ObjectAction body_fate(const RangeType&, const RangeType&, const Compared&) { return ObjectAction::recreate; }

  static ObjectAction body_fate(const Sequence&, const Sequence&, const Compared&) { return ObjectAction::alter; }

  static ObjectAction body_fate(const Routine& old, const Routine& wanted, const Compared& compared) {
    return routine_is_replaceable(old, wanted) && compared.from.id.kind != Kind::aggregate ? ObjectAction::replace
                                                                                           : ObjectAction::recreate;
  }

  ObjectAction body_fate(const Table& old, const Table& wanted, const Compared& compared) {
    if (compared.differs("partition by") || compared.differs("server")) return ObjectAction::recreate;
    if (compared.differs("access method") && s_.options.target_server_major < 15) return ObjectAction::recreate;
    if (partition_key_retyped(old, wanted) || declares_otherwise(s_, compared.from.id, old, wanted))
      return ObjectAction::recreate;
    return ObjectAction::alter;
  }

  static ObjectAction body_fate(const Constraint& old, const Constraint& wanted, const Compared&) {
    return constraint_fate(old, wanted);
  }

  static ObjectAction body_fate(const Index& old, const Index& wanted, const Compared& compared) {
    const bool moved =
        old.attached_to != wanted.attached_to && !old.attached_to.empty() && !wanted.attached_to.empty();
    return compared.differs("definition") || compared.differs("valid") || !old.valid || moved ? ObjectAction::recreate
                                                                                              : ObjectAction::alter;
  }

  static ObjectAction body_fate(const Statistics&, const Statistics&, const Compared& compared) {
    return compared.differs("definition") ? ObjectAction::recreate : ObjectAction::alter;
  }

  ObjectAction body_fate(const View& old, const View& wanted, const Compared& compared) {
    if (compared.from.id.kind == Kind::view)
      return view_is_replaceable(old, wanted) ? ObjectAction::replace : ObjectAction::recreate;
    const bool same_columns = view_is_replaceable(old, wanted) && old.columns.size() == wanted.columns.size();
    if (compared.differs("query") || !same_columns) return ObjectAction::recreate;
    return compared.differs("access method") && s_.options.target_server_major < 15 ? ObjectAction::recreate
                                                                                    : ObjectAction::alter;
  }

  static ObjectAction body_fate(const Rule&, const Rule&, const Compared& compared) {
    return compared.differs("definition") ? ObjectAction::replace : ObjectAction::alter;
  }

  ObjectAction body_fate(const Trigger& old, const Trigger& wanted, const Compared& compared) {
    // That of the parent replaces its own, or goes.
    if (compared.differs("inherited")) return ObjectAction::recreate;
    if (!compared.differs("definition")) return ObjectAction::alter;
    const bool replaceable = s_.options.target_server_major >= 14 && !old.constraint && !wanted.constraint;
    return replaceable ? ObjectAction::replace : ObjectAction::recreate;
  }

  static ObjectAction body_fate(const Policy& old, const Policy& wanted, const Compared& compared) {
    const bool loses = (old.using_expression && !wanted.using_expression) ||
                       (old.check_expression && !wanted.check_expression);
    return compared.differs("command") || compared.differs("permissive") || loses ? ObjectAction::recreate
                                                                                  : ObjectAction::alter;
  }

  static ObjectAction body_fate(const Scripted&, const Scripted& wanted, const Compared& compared) {
    if (is_lookup_rows(compared.from.id)) return ObjectAction::alter;
    const bool altered = std::all_of(
        compared.differences.begin(), compared.differences.end(), [&](const Difference& difference) {
          return is_decoration(difference.attribute) || wanted.alterations.contains(difference.attribute);
        });
    return altered ? ObjectAction::alter : ObjectAction::recreate;
  }

  ObjectAction composite_fate(const ObjectId& id, const CompositeType& from, const CompositeType& to) {
    std::vector<std::string> result;
    bool retyped = false;
    for (const Column& column : from.columns) {
      const Column* kept = find_column(to.columns, column.name);
      if (kept == nullptr) continue;
      result.push_back(column.name);
      retyped = retyped || kept->type != column.type || kept->collation != column.collation;
    }
    for (const Column& column : to.columns) {
      if (find_column(from.columns, column.name) == nullptr) result.push_back(column.name);
    }
    for (std::size_t at = 0; at < to.columns.size(); ++at) {
      if (result[at] != to.columns[at].name) return ObjectAction::recreate;
    }
    return retyped && !s_.old_graph.on(id).empty() ? ObjectAction::recreate : ObjectAction::alter;
  }

  static ObjectAction constraint_fate(const Constraint& from, const Constraint& to) {
    const auto base = [](const Constraint& constraint) {
      std::string text = without_storage_options(constraint.definition);
      for (const std::string_view tail : {" NOT VALID", " INITIALLY DEFERRED", " DEFERRABLE"}) {
        if (text.ends_with(tail)) text.resize(text.size() - tail.size());
      }
      return text;
    };
    if (from.type != to.type) return ObjectAction::recreate;
    // The server does not use a partition's own: it creates another.
    if (made_with_parent(to) && from.attached_to != to.attached_to) return ObjectAction::recreate;
    if (from.validated && !to.validated) return ObjectAction::recreate;
    // No statement makes the index behind the key of a partitioned table valid alone.
    const bool key = from.type == ConstraintType::primary_key || from.type == ConstraintType::unique ||
                     from.type == ConstraintType::exclusion;
    if (key && from.validated != to.validated) return ObjectAction::recreate;
    const bool timing = from.deferrable != to.deferrable || from.initially_deferred != to.initially_deferred;
    if (timing && from.type != ConstraintType::foreign_key) return ObjectAction::recreate;
    if (from.enforced != to.enforced) return ObjectAction::recreate;
    if (from.type == ConstraintType::foreign_key || from.validated != to.validated) {
      return base(from) == base(to) ? ObjectAction::alter : ObjectAction::recreate;
    }
    return without_storage_options(from.definition) == without_storage_options(to.definition) ? ObjectAction::alter
                                                                                              : ObjectAction::recreate;
  }

  void columns(const ObjectId& id, const Table& from, const Table& to) {
    for (const Column& old : from.columns) {
      const Column* wanted = find_column(to.columns, old.name);
      if (wanted == nullptr) {
        invalidate(id, old.name);
        continue;
      }
      if (needs_regeneration(old, *wanted)) {
        regenerate(id, old.name);
      } else if (old.type != wanted->type || old.collation != wanted->collation) {
        change_type(id, old);
      }
    }
  }

  void change_type(const ObjectId& id, const Column& column) {
    const bool beside = asks_backfill(s_.options, id, column.name) &&
                        backfill_obstacle(s_, *s_.old_object(id), *s_.new_object(id), column).empty();
    if (!beside) {
      retype(id, column.name, false);
      return;
    }
    chosen_[id].columns[column.name].backfill = true;
    alter(id, std::nullopt);
    invalidate(id, column.name);
  }

  bool needs_regeneration(const Column& from, const Column& to) const {
    if (from.generated_virtual != to.generated_virtual) return true;
    if (!to.generated_expression) return from.generated_expression && from.generated_virtual;
    if (!from.generated_expression) return true;
    const bool retyped = from.type != to.type;
    if (same_print(*from.generated_expression, *to.generated_expression, s_.renames)) return retyped;
    return retyped || s_.options.target_server_major < 17;
  }

  void regenerate(const ObjectId& id, const std::string& column) {
    ColumnAction& fate = chosen_[id].columns[column];
    if (fate.regenerate) return;
    fate.regenerate = true;
    alter(id, std::nullopt);
    invalidate(id, column);
    for (const ObjectId& child : children_of(id)) {
      const Column* own = find_column(body_as<Table>(*s_.new_object(child))->columns, column);
      if (own != nullptr && own->inherited) regenerate(child, column);
    }
  }

  void retype(const ObjectId& id, const std::string& column, bool through_text) {
    ColumnAction& fate = chosen_[id].columns[column];
    fate.through_text = fate.through_text || through_text;
    if (fate.retype) return;
    fate.retype = true;
    alter(id, std::nullopt);
    invalidate(id, column, true);
  }

  void alter(const ObjectId& id, const std::optional<ObjectId>& because_of) {
    ChosenAction& choice = chosen_[id];
    if (choice.action != ObjectAction::keep) return;
    choice.action = ObjectAction::alter;
    choice.because_of = because_of;
  }

  // No catalog has an edge from a generated column to the columns of its table that it is computed from.
  void follow_computed(const Lost& lost) {
    const Object* old = s_.old_object(lost.object);
    const Object* now = s_.new_object(lost.object);
    const auto* from = old == nullptr ? nullptr : body_as<Table>(*old);
    const auto* to = now == nullptr ? nullptr : body_as<Table>(*now);
    if (from == nullptr || to == nullptr) return;
    for (const Column& column : from->columns) {
      const Column* wanted = find_column(to->columns, column.name);
      if (!column.generated_expression || wanted == nullptr || !wanted->generated_expression) continue;
      if (mentions_column(*column.generated_expression, lost.column)) regenerate(lost.object, column.name);
    }
  }

  void follow(const Lost& lost) {
    if (lost.retyped) follow_computed(lost);
    for (const Dependent& dependent : s_.old_graph.on(lost.object)) {
      if (dependent.edge.type == DependencyType::soft) continue;
      if (!lost.column.empty() && dependent.edge.column != lost.column) continue;
      if (s_.old_object(dependent.id) == nullptr) continue;
      if (s_.new_object(dependent.id) == nullptr) {
        detach_key(lost, dependent.id);
        continue;
      }
      react(lost, dependent);
    }
  }

  void react(const Lost& lost, const Dependent& dependent) {
    const ObjectId& id = dependent.id;
    if (detach_key(lost, id)) return;
    // Publications of others: the table leaves the publication when it is dropped permanently.
    if (id.kind == Kind::publication && s_.unmanaged.contains(id) && s_.new_object(lost.object) == nullptr)
      return;
    ChosenAction& choice = chosen_[id];
    // It may differ only as a consequence of this change: a view in the types of its columns.
    if (choice.action == ObjectAction::recreate && !choice.because_of && id != lost.object)
      choice.because_of = lost.object;
    if (choice.action == ObjectAction::recreate) set_type_aside(lost, dependent);
    if (choice.action == ObjectAction::recreate || choice.action == ObjectAction::drop || choice.action == ObjectAction::create)
      return;
    const Object& old = *s_.old_object(id);
    const Object& wanted = *s_.new_object(id);
    if (is_lookup_rows(id)) return;  // copied with their table
    const bool still = s_.new_graph.depends(id, lost.object, lost.column);
    if (const auto* table = body_as<Table>(old)) {
      table_reacts(lost, dependent, *table, *body_as<Table>(wanted));
      return;
    }
    if (body_as<Namespace>(old) || body_as<Extension>(old)) return;
    if (body_as<Sequence>(old)) {
      if (lost.retyped) return;
      const auto& sequence = *body_as<Sequence>(wanted);
      chosen_[id].release_owner = !sequence.owned_by_table.empty();
      alter(id, lost.object);
      return;
    }
    if (body_as<Domain>(old)) {
      domain_reacts(lost, id, *body_as<Domain>(old));
      return;
    }
    if (is_type(id.kind)) {
      rebuild(id, lost.object);
      return;
    }
    if (lost.retyped && (body_as<Index>(old) || body_as<Statistics>(old))) return;
    if (const auto* constraint = body_as<Constraint>(old); constraint && lost.retyped) {
      if (constraint->type == ConstraintType::foreign_key && !comparable_after(lost, *constraint)) {
        rebuild(id, lost.object);
      }
      return;
    }
    if (refers_beside(s_, lost.object, old)) return;
    // Its new definition no longer needs the dropped object, and can replace the old one before.
    if (choice.action == ObjectAction::replace && !still) return;
    rebuild(id, lost.object);
  }

  // The rows of a recreated table have the old type until they are put back.
  void set_type_aside(const Lost& lost, const Dependent& dependent) {
    if (!is_type(lost.object.kind) || dependent.id.kind != Kind::table) return;
    const std::string& name = dependent.edge.dependent_column;
    const Column* old = find_column(body_as<Table>(*s_.old_object(dependent.id))->columns, name);
    const Column* wanted = find_column(body_as<Table>(*s_.new_object(dependent.id))->columns, name);
    if (old && wanted && mentions_type(old->type, lost.object) && mentions_type(wanted->type, lost.object))
      chosen_[lost.object].swap_type = true;
  }

  bool detach_key(const Lost& lost, const ObjectId& id) {
    const Object* partition = partition_to_detach(s_, lost.object, id);
    if (partition == nullptr) return false;
    chosen_[partition->id].detach = true;
    alter(partition->id, lost.object);
    return true;
  }

  // The server itself recreates a foreign key on a retyped column if the two types can be compared at every
  // moment.
  bool comparable_after(const Lost& lost, const Constraint&) const {
    const auto* from = body_as<Table>(*s_.old_object(lost.object));
    const Object* wanted = s_.new_object(lost.object);
    if (from == nullptr || wanted == nullptr) return false;
    const Column* old = find_column(from->columns, lost.column);
    const Column* kept = find_column(body_as<Table>(*wanted)->columns, lost.column);
    return old && kept && type_family(old->type) == type_family(kept->type) &&
           type_family(old->type) != TypeFamily::other;
  }

  void domain_reacts(const Lost& lost, const ObjectId& id, const Domain& domain) {
    if (is_type(lost.object.kind) && mentions_type(domain.type, lost.object)) {
      rebuild(id, lost.object);
      return;
    }
    ChosenAction& choice = chosen_[id];
    for (const DomainConstraint& constraint : domain.constraints) {
      choice.domain_constraints.insert(constraint.name);
    }
    choice.domain_default = domain.default_expression.has_value();
    alter(id, lost.object);
  }

  void table_reacts(const Lost& lost, const Dependent& dependent, const Table& from, const Table& to) {
    const ObjectId& id = dependent.id;
    const std::string& column = dependent.edge.dependent_column;
    if (id == lost.object) {
      // A generated column that reads the lost one.
      if (!column.empty() && column != lost.column) {
        const Column* wanted = find_column(to.columns, column);
        if (wanted && wanted->generated_expression) regenerate(id, column);
      }
      return;
    }
    const bool parent = from.partition_of == qualified_name(lost.object) ||
                        std::find(from.inherits.begin(), from.inherits.end(), qualified_name(lost.object)) !=
                            from.inherits.end();
    if (parent && lost.column.empty()) {
      const bool inherits = !to.inherits.empty() && std::any_of(to.columns.begin(), to.columns.end(),
                                                                [](const Column& c) { return c.inherited; });
      if (inherits && s_.new_object(lost.object) != nullptr) {
        rebuild(id, lost.object);  // see declares_otherwise
        return;
      }
      // Its rows may belong to other partitions now: they are copied with those of the parent. A foreign
      // table's rows are elsewhere and stay there.
      if (id.kind == Kind::table && !from.partition_of.empty() && carries_rows(s_, chosen_, lost.object) &&
          stays_below(s_, id, lost.object)) {
        rebuild(id, lost.object);
        return;
      }
      chosen_[id].detach = true;
      alter(id, lost.object);
      return;
    }
    if (column.empty()) {
      if (lost.column.empty() && !parent && lost.object.kind != Kind::namespace_ &&
          lost.object.kind != Kind::extension) {
        rebuild(id, lost.object);
      }
      return;
    }
    const Column* old = find_column(from.columns, column);
    const Column* wanted = find_column(to.columns, column);
    if (old == nullptr || wanted == nullptr) return;
    if (is_type(lost.object.kind) && mentions_type(old->type, lost.object)) {
      if (mentions_type(wanted->type, lost.object)) {
        chosen_[lost.object].swap_type = true;
        if (wanted->generated_expression) {
          regenerate(id, column);
        } else {
          retype(id, column, true);
        }
      }
      return;
    }
    if (old->generated_expression) {
      if (wanted->generated_expression) regenerate(id, column);
      return;
    }
    chosen_[id].columns[column].reset_default = true;
    alter(id, lost.object);
  }

  const PlanContext& s_;
  const std::vector<Change>& changes_;
  ChosenActions chosen_;
  std::deque<Lost> invalid_;
  std::set<std::pair<ObjectId, std::string>> reported_;
};

struct Argument {
  std::string mode, name, type;
  bool has_default = false;
};

Argument parse_argument(const std::string& text) {
  Argument argument;
  std::string declaration = text;
  for (const std::string_view word : {" DEFAULT ", " = "}) {
    const std::size_t at = declaration.find(word);
    if (at != std::string::npos) {
      argument.has_default = true;
      declaration.resize(at);
    }
  }
  argument.type = declaration;
  return argument;
}

}  // namespace

bool view_is_replaceable(const View& from, const View& to) {
  if (from.columns.size() > to.columns.size() || from.recursive != to.recursive) return false;
  for (std::size_t at = 0; at < from.columns.size(); ++at) {
    const Column& old = from.columns[at];
    const Column& wanted = to.columns[at];
    if (old.name != wanted.name || old.type != wanted.type || old.collation != wanted.collation) return false;
  }
  return true;
}

bool routine_is_replaceable(const Routine& from, const Routine& to) {
  if (from.result_type != to.result_type) return false;
  if (from.arguments == to.arguments) return true;
  const std::vector<std::string> old = split_top_level(from.arguments);
  const std::vector<std::string> wanted = split_top_level(to.arguments);
  if (old.size() != wanted.size()) return false;
  for (std::size_t at = 0; at < old.size(); ++at) {
    const Argument was = parse_argument(old[at]);
    const Argument becomes = parse_argument(wanted[at]);
    // An argument without a name may get one.
    if (was.type != becomes.type && !becomes.type.ends_with(" " + was.type)) return false;
    if (was.has_default && !becomes.has_default) return false;
  }
  return true;
}

const Column* find_column(const std::vector<Column>& columns, const std::string& name) {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const Column& column) { return column.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

bool stays(const PlanContext& context, const ChosenActions& chosen, const ObjectId& id) {
  const auto choice = chosen.find(id);
  return context.old_object(id) != nullptr && context.new_object(id) != nullptr &&
         (choice == chosen.end() || choice->second.action != ObjectAction::recreate);
}

ChosenActions choose_actions(const PlanContext& context, const std::vector<Change>& changes) {
  return ActionChooser(context, changes).run();
}

}  // namespace schemac
