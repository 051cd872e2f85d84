#include "plan/attachments.h"

#include <algorithm>
#include <set>

#include "catalog/ddl.h"
#include "catalog/not_null.h"
#include "diff/compare.h"
#include "plan/hazard.h"
#include "plan/partition_rules.h"

namespace schemac {

void carry_over(Object& object, const Object& old) {
  if (!object.owner) object.owner = old.owner;
  // A grant by another role than stated is no difference, and stays.
  if (!object.grants || compared_grants(old, object, false) == object.grants) object.grants = old.grants;
  const auto keep = [](auto& wanted, const auto& before) {
    if (wanted.empty()) wanted = before;
  };
  if (auto* table = std::get_if<Table>(&object.body)) {
    if (const auto* before = body_as<Table>(old)) {
      keep(table->options, before->options);
      keep(table->tablespace, before->tablespace);
    }
  } else if (auto* index = std::get_if<Index>(&object.body)) {
    if (const auto* before = body_as<Index>(old)) {
      keep(index->options, before->options);
      keep(index->tablespace, before->tablespace);
    }
  } else if (auto* constraint = std::get_if<Constraint>(&object.body)) {
    if (const auto* before = body_as<Constraint>(old)) {
      keep(constraint->index_options, before->index_options);
      keep(constraint->index_tablespace, before->index_tablespace);
    }
  } else if (auto* view = std::get_if<View>(&object.body)) {
    if (const auto* before = body_as<View>(old)) keep(view->tablespace, before->tablespace);
  }
}

std::vector<std::string> column_grants(const Object& relation, const std::string& column) {
  if (!relation.grants) return {};
  std::vector<Grant> others;
  std::copy_if(relation.grants->begin(), relation.grants->end(), std::back_inserter(others),
               [&](const Grant& grant) { return grant.column != column; });
  return grant_statements(relation, others, relation.grants);
}

std::vector<std::string> column_attachments(const Object& relation, const Column& column) {
  std::vector<std::string> statements = column_attribute_statements(relation.id, column);
  if (!column.comment.empty())
    statements.push_back(column_comment_statement(relation, column.name, column.comment));
  if (!column.not_null_comment.empty()) statements.push_back(not_null_comment_statement(relation.id, column));
  for (std::string& grant : column_grants(relation, column.name)) statements.push_back(std::move(grant));
  return statements;
}

Column as_added_by_parent(const Column& of_parent) {
  Column added = of_parent;
  const Column bare;
  added.storage = bare.storage;
  added.compression = bare.compression;
  added.statistics_target = bare.statistics_target;
  added.options = bare.options;
  added.comment = bare.comment;
  added.not_null_comment = bare.not_null_comment;
  return added;
}

namespace {

// False for an id that belongs to another object: it is found again with its relation.
bool may_have_attachments(const ObjectId& id) {
  return id.relation.empty() &&
         (is_relation(id.kind) || is_type(id.kind) ||
          (name_is_signature(id.kind) &&
           (id.kind == Kind::function || id.kind == Kind::procedure || id.kind == Kind::aggregate)));
}

bool hangs_on(const ObjectId& part, const ObjectId& whole) {
  return part.relation == whole.name && part.namespace_ == whole.namespace_ && !part.relation.empty();
}

// Differences in what with_carried_over takes from the old object.
bool is_carried(const Difference& difference) {
  static const std::set<Attribute> of_object = {Attribute::owner,
                                                Attribute::privileges,
                                                Attribute::comment,
                                                Attribute::options,
                                                Attribute::tablespace,
                                                Attribute::row_security,
                                                Attribute::force_row_security,
                                                Attribute::replica_identity};
  static const std::set<Attribute> of_column = {Attribute::storage,    Attribute::compression,
                                                Attribute::statistics, Attribute::options,
                                                Attribute::comment,    Attribute::default_expression};
  switch (difference.of) {
    case Difference::Of::object:
      return of_object.contains(difference.attribute);
    case Difference::Of::column:
      return of_column.contains(difference.attribute);
    case Difference::Of::constraint:
    case Difference::Of::property:
      return false;
  }
  return false;
}

const std::vector<Column>* columns_of(const Body& body) {
  if (const auto* table = std::get_if<Table>(&body)) return &table->columns;
  if (const auto* view = std::get_if<View>(&body)) return &view->columns;
  if (const auto* type = std::get_if<CompositeType>(&body)) return &type->columns;
  return nullptr;
}

std::vector<Column>* columns_of(Body& body) {
  return const_cast<std::vector<Column>*>(columns_of(static_cast<const Body&>(body)));
}

bool stands(const Catalog& catalog, const Dependency& edge) {
  const Object* on = catalog.find(edge.on);
  if (on == nullptr || edge.column.empty()) return on != nullptr;
  const std::vector<Column>* columns = columns_of(on->body);
  return columns == nullptr || find_column(*columns, edge.column) != nullptr;
}

bool all_needed_stands(const Catalog& catalog, const Object& object) {
  return std::all_of(object.depends_on.begin(), object.depends_on.end(), [&](const Dependency& edge) {
    return edge.type == DependencyType::soft || stands(catalog, edge);
  });
}

class Carrier {
 public:
  Carrier(const Catalog& before, Catalog& goal, const Recreated& recreated, std::vector<std::string>& lost)
      : before_(before),
        goal_(goal),
        id_(recreated.object),
        changed_(recreated.changed.begin(), recreated.changed.end()),
        lost_(lost) {}

  void run() {
    const Object* old = before_.find(id_);
    Object* now = goal_.find(id_);
    if (old == nullptr || now == nullptr || old->body.index() != now->body.index()) return;
    for (const auto& [id, part] : before_.objects) {
      if (hangs_on(id, id_)) carry_part(id, part);
      if (id.kind == Kind::publication) carry_publication(id, part);
    }
    now = goal_.find(id_);
    carry("owner", now->owner, old->owner);
    carry("comment", now->comment, old->comment);
    carry_grants(*now, *old);
    if (auto* table = std::get_if<Table>(&now->body)) carry_table(*table, *body_as<Table>(*old));
    if (auto* view = std::get_if<View>(&now->body)) {
      carry("options", view->options, body_as<View>(*old)->options);
      carry("tablespace", view->tablespace, body_as<View>(*old)->tablespace);
    }
    if (std::vector<Column>* columns = columns_of(now->body)) carry_columns(*columns, *columns_of(old->body));
  }

 private:
  template <typename T>
  void carry(const std::string& attribute, T& now, const T& old) const {
    if (!changed_.contains(attribute)) now = old;
  }

  void carry_grants(Object& now, const Object& old) const {
    if (changed_.contains("privileges")) return;
    now.grants = old.grants;
    const std::vector<Column>* columns = columns_of(now.body);
    if (!now.grants || columns == nullptr) return;
    std::erase_if(*now.grants, [&](const Grant& grant) {
      return !grant.column.empty() && find_column(*columns, grant.column) == nullptr;
    });
  }

  void carry_table(Table& now, const Table& old) const {
    carry("options", now.options, old.options);
    carry("tablespace", now.tablespace, old.tablespace);
    carry("row security", now.row_security, old.row_security);
    carry("force row security", now.force_row_security, old.force_row_security);
    const std::string& identity = old.replica_identity;
    constexpr std::string_view by_index = "index ";
    if (identity.starts_with(by_index)) {
      const std::string name = identity.substr(by_index.size());
      if (goal_.find({Kind::index, id_.namespace_, id_.name, name}) == nullptr &&
          goal_.find({Kind::constraint, id_.namespace_, id_.name, name}) == nullptr)
        return;
    }
    carry("replica identity", now.replica_identity, old.replica_identity);
  }

  void carry_columns(std::vector<Column>& columns, const std::vector<Column>& old_columns) const {
    const bool view = id_.kind == Kind::view;
    for (Column& now : columns) {
      const Column* old = find_column(old_columns, now.name);
      if (old == nullptr) continue;
      const std::string prefix = "column " + quote_identifier(now.name) + ": ";
      carry(prefix + "statistics", now.statistics_target, old->statistics_target);
      carry(prefix + "comment", now.comment, old->comment);
      if (id_.kind != Kind::foreign_table) carry(prefix + "options", now.options, old->options);
      if (now.type != old->type) continue;
      carry(prefix + "storage", now.storage, old->storage);
      carry(prefix + "compression", now.compression, old->compression);
      if (view) carry(prefix + "default", now.default_expression, old->default_expression);
    }
  }

  void carry_part(const ObjectId& id, const Object& old) {
    if (changed_.contains(id.text()) || is_inherited(old)) return;
    Object* now = goal_.find(id);
    if (now != nullptr) {
      if (now->body.index() == old.body.index()) carry_marks(*now, old);
      return;
    }
    const auto* index = body_as<Index>(old);
    if (index != nullptr && !index->valid) return;
    if (all_needed_stands(goal_, old))
      goal_.add(old);
    else
      lost_.push_back(id.text());
  }

  // Attributes that are not in the part's definition.
  static void carry_marks(Object& now, const Object& old) {
    now.comment = old.comment;
    if (auto* index = std::get_if<Index>(&now.body)) {
      const auto& before = *body_as<Index>(old);
      index->clustered = before.clustered;
      index->options = before.options;
      index->tablespace = before.tablespace;
      if (index->definition == before.definition) index->statistics_targets = before.statistics_targets;
    } else if (auto* constraint = std::get_if<Constraint>(&now.body)) {
      const auto& before = *body_as<Constraint>(old);
      constraint->clustered = before.clustered;
      constraint->index_options = before.index_options;
      constraint->index_tablespace = before.index_tablespace;
      constraint->index_comment = before.index_comment;
    } else if (auto* trigger = std::get_if<Trigger>(&now.body)) {
      trigger->enabled = body_as<Trigger>(old)->enabled;
    } else if (auto* rule = std::get_if<Rule>(&now.body)) {
      rule->enabled = body_as<Rule>(old)->enabled;
    } else if (auto* statistics = std::get_if<Statistics>(&now.body)) {
      statistics->target = body_as<Statistics>(old)->target;
    }
  }

  void carry_publication(const ObjectId& id, const Object& old) {
    const auto publishes = [&](const Object& publication) {
      return std::any_of(publication.depends_on.begin(), publication.depends_on.end(),
                         [&](const Dependency& edge) { return edge.on == id_; });
    };
    const Object* now = goal_.find(id);
    if (!publishes(old) || changed_.contains(id.text()) || (now != nullptr && publishes(*now))) return;
    if (all_needed_stands(goal_, old))
      goal_.add(old);
    else
      lost_.push_back(id.text());
  }

  const Catalog& before_;
  Catalog& goal_;
  const ObjectId& id_;
  const std::set<std::string> changed_;
  std::vector<std::string>& lost_;
};

constexpr std::string_view mark_word = "recreates: ";
constexpr std::string_view changes_word = "; changes ";

}  // namespace

namespace {

// What the plan itself changes on the object, or attaches to it.
std::vector<std::string> changed_on(const ObjectId& id, const std::vector<Change>& changes) {
  std::vector<std::string> changed;
  for (const Change& change : changes) {
    if (change.id == id) {
      for (const Difference& difference : change.differences)
        if (is_carried(difference)) changed.push_back(difference.text());
    } else if (hangs_on(change.id, id) || change.id.kind == Kind::publication) {
      changed.push_back(change.id.text());
    }
  }
  return changed;
}

bool column_comes_again(const ChosenActions& chosen, const ObjectId& table, const std::string& column) {
  const auto choice = chosen.find(table);
  if (choice == chosen.end() || column.empty()) return false;
  const auto found = choice->second.columns.find(column);
  return found != choice->second.columns.end() && (found->second.regenerate || found->second.backfill);
}

// The objects that the action creates in place of an old one, or whose columns it adds again.
std::set<ObjectId> made_again(const PlanContext& context, const ChosenActions& chosen, const Action& action) {
  std::set<ObjectId> made;
  for (const auto& [id, facet, column] : action.makes) {
    if (!may_have_attachments(id) || context.old_object(id) == nullptr) continue;
    const bool object_again = facet == Facet::object && !stays(context, chosen, id);
    if (object_again || (facet == Facet::column && column_comes_again(chosen, id, column))) made.insert(id);
  }
  return made;
}

}  // namespace

void note_recreated(const PlanContext& context, const ChosenActions& chosen,
                    const std::vector<Change>& changes, std::vector<Action>& actions) {
  for (Action& action : actions) {
    for (const ObjectId& id : made_again(context, chosen, action)) {
      Recreated recreated{id, changed_on(id, changes)};
      // The target has it, or one of its columns, under another name.
      const bool renamed = context.renames.old_of_new.contains(id) || context.renames.columns.contains(id);
      const bool states_privileges = std::find(recreated.changed.begin(), recreated.changed.end(),
                                               "privileges") != recreated.changed.end();
      const bool marked = !renamed && !recreated_mark(recreated).empty();
      if (!context.options.diff.all_attributes && (states_privileges || !marked))
        action.step.hazards.push_back(hazard::unstated_privileges_lost(id));
      if (marked) action.step.recreates.push_back(std::move(recreated));
    }
  }
}

Catalog with_carried_over(const Catalog& before, const Catalog& now, const std::vector<Recreated>& recreated,
                          std::vector<std::string>& lost) {
  Catalog goal = now;
  for (const Recreated& object : recreated) {
    Carrier(before, goal, object, lost).run();
    // A catalog does not contain their texts.
    for (const std::string& unread : before.unread)
      if (unread.starts_with("security labels")) lost.push_back(unread + " on " + object.object.text());
  }
  std::sort(lost.begin(), lost.end());
  lost.erase(std::unique(lost.begin(), lost.end()), lost.end());
  return goal;
}

std::string recreated_mark(const Recreated& recreated) {
  std::string mark = std::string(mark_word) + recreated.object.text();
  for (const std::string& changed : recreated.changed) {
    mark += (&changed == &recreated.changed.front() ? std::string(changes_word) : " | ") + changed;
  }
  return mark.find_first_of("[]\n\r") == std::string::npos && recreated_of(mark) == recreated ? mark
                                                                                              : std::string();
}

std::optional<Recreated> recreated_of(std::string_view mark) {
  if (!mark.starts_with(mark_word)) return std::nullopt;
  mark.remove_prefix(mark_word.size());
  const std::size_t end = std::min(mark.find(changes_word), mark.size());
  const std::optional<ObjectId> id = parse_object_id(mark.substr(0, end));
  if (!id) return std::nullopt;
  Recreated recreated{*id, {}};
  if (end == mark.size()) return recreated;
  std::string_view rest = mark.substr(end + changes_word.size());
  for (std::size_t bar = rest.find(" | "); bar != std::string_view::npos; bar = rest.find(" | ")) {
    recreated.changed.emplace_back(rest.substr(0, bar));
    rest.remove_prefix(bar + 3);
  }
  recreated.changed.emplace_back(rest);
  return recreated;
}

}  // namespace schemac
