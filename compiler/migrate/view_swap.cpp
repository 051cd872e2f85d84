#include "migrate/view_swap.h"

#include <algorithm>

#include "catalog/ddl.h"
#include "migrate/alter.h"
#include "migrate/build.h"
#include "migrate/hazard.h"
#include "migrate/sql_tokens.h"

namespace schemac {
namespace {

class Swap {
 public:
  Swap(const Situation& situation, const Decisions& decisions, std::vector<Action>& actions)
      : s_(situation), decisions_(decisions), actions_(actions) {}

  void run() {
    choose();
    if (rebuilt_.empty()) return;
    replace_actions();
  }

 private:
  Fate fate(const ObjectId& id) const {
    const auto found = decisions_.find(id);
    return found == decisions_.end() ? Fate::keep : found->second.fate;
  }

  bool is_rebuilt_view(const ObjectId& id) const {
    return (id.kind == Kind::materialized_view || id.kind == Kind::view) && fate(id) == Fate::rebuild &&
           s_.new_object(id) != nullptr;
  }

  // Only because a view before it goes, or by its own change: nothing that has to be altered waits for it.
  bool swappable(const ObjectId& id) const {
    for (const Dependency& edge : s_.old_graph.of(id)) {
      if (edge.type == DependencyType::soft) continue;
      if (is_rebuilt_view(edge.on)) continue;
      const Fate on = fate(edge.on);
      if (on == Fate::drop || on == Fate::rebuild) return false;
      const auto decision = decisions_.find(edge.on);
      if (decision != decisions_.end() && !edge.column.empty()) {
        const auto column = decision->second.columns.find(edge.column);
        if (column != decision->second.columns.end() &&
            (column->second.retype || column->second.regenerate)) {
          return false;
        }
        const Object* table = s_.new_object(edge.on);
        const auto* body = table ? body_as<Table>(*table) : nullptr;
        if (body && !find_column(body->columns, edge.column)) return false;
      }
    }
    for (const Dependent& dependent : s_.old_graph.on(id)) {
      if (dependent.edge.type == DependencyType::soft) continue;
      const Kind kind = dependent.id.kind;
      const bool follows = kind == Kind::view || kind == Kind::materialized_view ||
                           (kind == Kind::index && id.kind == Kind::materialized_view);
      if (!follows) return false;
    }
    return true;
  }

  void choose() {
    std::set<ObjectId> candidates;
    for (const auto& [id, decision] : decisions_) {
      if (is_rebuilt_view(id)) candidates.insert(id);
    }
    // A view that cannot be swapped takes along what it reads and what reads it.
    bool shrinking = true;
    while (shrinking) {
      shrinking = false;
      for (auto at = candidates.begin(); at != candidates.end();) {
        bool fits = swappable(*at);
        for (const Dependency& edge : s_.old_graph.of(*at)) {
          if (is_rebuilt_view(edge.on) && !candidates.contains(edge.on)) fits = false;
        }
        for (const Dependent& dependent : s_.old_graph.on(*at)) {
          if (is_rebuilt_view(dependent.id) && !candidates.contains(dependent.id)) fits = false;
        }
        if (fits) {
          ++at;
        } else {
          at = candidates.erase(at);
          shrinking = true;
        }
      }
    }
    const bool any = std::any_of(candidates.begin(), candidates.end(),
                                 [](const ObjectId& id) { return id.kind == Kind::materialized_view; });
    if (!any) return;
    for (const ObjectId& id : candidates) {
      const auto& old = *body_as<View>(*s_.old_object(id));
      const auto& wanted = *body_as<View>(*s_.new_object(id));
      bool replaceable = id.kind == Kind::view && old.columns.size() <= wanted.columns.size();
      for (std::size_t at = 0; replaceable && at < old.columns.size(); ++at) {
        replaceable = old.columns[at].name == wanted.columns[at].name &&
                      old.columns[at].type == wanted.columns[at].type;
      }
      (replaceable ? replaced_ : rebuilt_).insert(id);
    }
    // What a new materialized view is filled from must be new itself.
    bool growing = true;
    while (growing) {
      growing = false;
      for (auto at = replaced_.begin(); at != replaced_.end();) {
        const auto& readers = s_.new_graph.on(*at);
        const bool filled_from = std::any_of(readers.begin(), readers.end(), [&](const Dependent& reader) {
          return reader.edge.type != DependencyType::soft && rebuilt_.contains(reader.id);
        });
        if (!filled_from) {
          ++at;
          continue;
        }
        rebuilt_.insert(*at);
        at = replaced_.erase(at);
        growing = true;
      }
    }
  }

  ObjectId beside(const ObjectId& id) const { return aside_name(id, "__new"); }

  std::string query_over_new(const ObjectId& id) const {
    std::string query = body_as<View>(*s_.new_object(id))->query;
    for (const Dependency& edge : s_.new_graph.of(id)) {
      if (rebuilt_.contains(edge.on)) query = with_relation(query, edge.on, beside(edge.on));
    }
    return query;
  }

  void replace_actions() {
    std::set<ObjectId> ours = rebuilt_;
    ours.insert(replaced_.begin(), replaced_.end());
    for (const ObjectId& id : rebuilt_) {
      for (const auto& [other, object] : s_.to.objects) {
        if (other.kind == Kind::index && other.namespace_ == id.namespace_ && other.relation == id.name) {
          indexes_[id].push_back(other);
          ours.insert(other);
        }
      }
    }
    std::vector<Action> kept;
    std::vector<std::size_t> new_place(actions_.size(), actions_.size());
    std::vector<Resource> needs;
    std::vector<Resource> releases;
    std::vector<Hazard> hazards;
    for (std::size_t at = 0; at < actions_.size(); ++at) {
      Action& action = actions_[at];
      if (!ours.contains(action.step.object)) {
        new_place[at] = kept.size();
        kept.push_back(std::move(action));
        continue;
      }
      const auto outside = [&](const Resource& resource) { return !ours.contains(resource.first); };
      std::copy_if(action.needs.begin(), action.needs.end(), std::back_inserter(needs), outside);
      std::copy_if(action.wishes.begin(), action.wishes.end(), std::back_inserter(needs), outside);
      std::copy_if(action.releases.begin(), action.releases.end(), std::back_inserter(releases), outside);
    }
    for (Action& action : kept) {
      std::vector<std::size_t> after;
      for (const std::size_t at : action.after) {
        if (new_place[at] < kept.size()) after.push_back(new_place[at]);
      }
      action.after = std::move(after);
    }
    actions_ = std::move(kept);

    // Beside the old ones, in dependency order, each in a transaction of its own.
    std::vector<std::size_t> built;
    for (const ObjectId& id : ordered(rebuilt_)) {
      Object made = *s_.new_object(id);
      made.id = beside(id);
      std::get<View>(made.body).query = query_over_new(id);
      Action build;
      build.step.object = id;
      build.step.title = "build " + id.text() + " beside the old one";
      build.step.brief = false;
      build.step.commit_after = true;
      build.phase = Phase::view;
      keep_unset(made, id);
      build.statements = create_statements(made);
      for (const ObjectId& index : indexes_[id]) {
        Object copy = *s_.new_object(index);
        auto& body = std::get<Index>(copy.body);
        body.definition = index_beside(body.definition, index, id);
        copy.id.name = aside_name(index, "__new").name;
        copy.id.relation = beside(id).name;
        for (std::string& statement : create_statements(copy))
          build.statements.push_back(std::move(statement));
      }
      build.needs = needs;
      build.after = built;
      build.makes.push_back({beside(id), {}});
      actions_.push_back(std::move(build));
      built.push_back(actions_.size() - 1);
    }
    Action swap;
    swap.step.object = *rebuilt_.begin();
    swap.step.title = "swap in";
    for (const ObjectId& id : rebuilt_) swap.step.title += (id == *rebuilt_.begin() ? " " : ", ") + id.text();
    swap.step.lock = Lock::access_exclusive;
    swap.step.lock_timeout = s_.options.lock_timeout;
    swap.phase = Phase::view;
    swap.after = built;
    swap.needs = needs;
    swap.releases = releases;
    for (const ObjectId& id : ordered(replaced_)) {
      Object view = *s_.new_object(id);
      std::get<View>(view.body).query = query_over_new(id);
      swap.statements.push_back(replace_statement(view));
      for (std::string& statement :
           alter_decorations(*s_.old_object(id), *s_.new_object(id), s_.options.diff.all_attributes)) {
        swap.statements.push_back(std::move(statement));
      }
      announce(swap, id);
    }
    std::vector<ObjectId> going = ordered(rebuilt_);
    std::reverse(going.begin(), going.end());
    for (const ObjectId& id : going) {
      swap.statements.push_back(drop_statement(*s_.old_object(id)));
      swap.ends.push_back({id, {}});
      for (const Column& column : body_as<View>(*s_.old_object(id))->columns)
        swap.ends.push_back({id, column.name});
    }
    for (const ObjectId& id : ordered(rebuilt_)) {
      swap.statements.push_back("ALTER " + object_reference(beside(id)) + " RENAME TO " +
                                quote_identifier(id.name));
      for (const ObjectId& index : indexes_[id]) {
        swap.statements.push_back("ALTER INDEX " +
                                  qualified_name(index.namespace_, aside_name(index, "__new").name) +
                                  " RENAME TO " + quote_identifier(index.name));
        swap.makes.push_back({index, {}});
      }
      announce(swap, id);
    }
    actions_.push_back(std::move(swap));
    for (Action& action : actions_) {
      std::string sql;
      for (const std::string& statement : action.statements) sql += (sql.empty() ? "" : ";\n") + statement;
      action.step.sql = std::move(sql);
    }
  }

  void keep_unset(Object& made, const ObjectId& id) const {
    if (s_.options.diff.all_attributes) return;
    const Object& old = *s_.old_object(id);
    if (!made.owner) made.owner = old.owner;
    if (!made.grants) made.grants = old.grants;
  }

  void announce(Action& action, const ObjectId& id) const {
    action.makes.push_back({id, {}});
    for (const Column& column : body_as<View>(*s_.new_object(id))->columns)
      action.makes.push_back({id, column.name});
  }

  std::string index_beside(const std::string& definition, const ObjectId& index, const ObjectId& view) const {
    std::vector<PrintedToken> tokens = tokenize_sql(definition);
    for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
      if (tokens[at].text != "INDEX") continue;
      tokens[at + 1].text = quote_identifier(aside_name(index, "__new").name);
      break;
    }
    return with_relation(join_tokens(tokens), view, beside(view));
  }

  // What is read before who reads it.
  std::vector<ObjectId> ordered(const std::set<ObjectId>& ids) const {
    std::vector<ObjectId> order;
    std::set<ObjectId> done;
    const auto visit = [&](const auto& self, const ObjectId& id) -> void {
      if (!ids.contains(id) || !done.insert(id).second) return;
      for (const Dependency& edge : s_.new_graph.of(id)) {
        if (edge.on != id) self(self, edge.on);
      }
      order.push_back(id);
    };
    for (const ObjectId& id : ids) visit(visit, id);
    return order;
  }

  const Situation& s_;
  const Decisions& decisions_;
  std::vector<Action>& actions_;
  std::set<ObjectId> rebuilt_;
  std::set<ObjectId> replaced_;
  std::map<ObjectId, std::vector<ObjectId>> indexes_;
};

}  // namespace

std::string with_relation(const std::string& query, const ObjectId& relation, const ObjectId& other) {
  std::vector<PrintedToken> tokens = tokenize_sql(query);
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
    if (!tokens[at].is_name() || !tokens[at + 1].is_symbol(".")) continue;
    if (at > 0 && tokens[at - 1].is_symbol(".")) continue;
    if (tokens[at].value == relation.namespace_ && at + 2 < tokens.size() &&
        tokens[at + 2].value == relation.name) {
      tokens[at + 2].text = quote_identifier(other.name);
      at += 2;
    } else if (tokens[at].value == relation.name) {
      tokens[at].text = quote_identifier(other.name);
    }
  }
  return join_tokens(tokens);
}

void swap_views(const Situation& situation, const Decisions& decisions, std::vector<Action>& actions) {
  Swap(situation, decisions, actions).run();
}

}  // namespace schemac
