// No attribute of catalog.h is forgotten when an object or a column is recreated: every field is printed, or
// stands here with the reason.
#include "plan/attachments.h"

#include <map>
#include <set>

#include "catalog/ddl.h"
#include "catalog/fields.h"
#include "support/catch.h"

using namespace schemac;

namespace {

Column column(const std::string& name, const std::string& type) {
  Column made;
  made.name = name;
  made.type = type;
  return made;
}

void change(std::string& v) { v = "changed"; }
void change(bool& v) { v = !v; }
void change(int& v) { v += 7; }
void change(std::optional<std::string>& v) { v = "changed"; }
void change(Boxed<std::string>& v) { v = "changed"; }
void change(std::vector<std::string>& v) { v = {"changed=1"}; }
void change(List<std::string>& v) { v = {"n_distinct=7"}; }
void change(std::map<std::string, std::string>& v) { v = {{"k", "v"}}; }
void change(std::map<int, int>& v) { v = {{2, 300}}; }
void change(Identity& v) { v = Identity::always; }
void change(ConstraintType& v) { v = ConstraintType::exclusion; }
void change(SequenceOptions& v) { v.increment = 7; }
void change(std::vector<Column>& v) {
  v.push_back(column("d", "text"));
  v.back().comment = "changed";
}
void change(std::vector<DomainConstraint>& v) {
  DomainConstraint added;
  added.name = "d";
  added.definition = "CHECK (true)";
  v.push_back(added);
}
template <typename T>
void change(Rare<T>& v) {
  change(v.edit());
}

Object table(const Column& column, const std::optional<std::vector<Grant>>& grants = {}) {
  Object object;
  object.id = {Kind::table, "public", {}, "t"};
  Table body;
  body.columns = {column};
  object.body = body;
  object.grants = grants;
  return object;
}

std::string again(const Object& relation, const Column& column) {
  std::string text = column_definition(column);
  for (const std::string& statement : column_attachments(relation, column)) text += ";\n" + statement;
  return text;
}

std::string made(const Object& object) {
  std::string text;
  for (const std::string& statement : create_statements(object)) text += statement + ";\n";
  for (const std::string& statement : completion_statements(object)) text += statement + ";\n";
  return text;
}

// Fields that say nothing new: other fields or other objects print what they say.
const std::map<std::string, std::set<std::string>> derived = {
    {"constraint",
     {"type", "columns", "referenced_table", "referenced_columns", "validated", "no_inherit", "deferrable",
      "initially_deferred", "enforced"}},  // in the definition
    {"index", {"method", "unique", "nulls_not_distinct", "columns", "partial", "valid"}},  // the same
    {"function", {"result_type", "arguments", "language", "sql_body", "volatility"}},      // the same
    {"trigger", {"function", "constraint"}},                                               // the same
    {"operator", {"drop", "properties", "alterations"}},     // how it is dropped and altered
    {"view", {"with_data", "access_method", "tablespace"}},  // of a materialized view
    {"sequence", {"owned_by_column"}},                       // without a table
    {"table", {"partition_bound", "foreign_server"}},        // of a partition, of a foreign table
};

View view_body(const std::string& query) {
  View body;
  body.query = query;
  body.columns = {column("a", "integer")};
  return body;
}

Object plain(Kind kind) {
  Object object;
  object.id = {kind, "public",
               kind == Kind::constraint || kind == Kind::index || kind == Kind::trigger ||
                       kind == Kind::rule || kind == Kind::policy
                   ? "t"
                   : "",
               name_is_signature(kind) ? "x(integer)" : "x"};
  object.body = fields::body_of_kind(kind);
  return object;
}

}  // namespace

TEST_CASE("a column that is added again has every attribute that the old one had", "[attachments]") {
  Column bare = column("c", "text");
  bare.generated_expression = "1";  // what virtual says something of
  fields::each(static_cast<Column*>(nullptr), [&](const std::string& name, auto member) {
    Column base = bare;
    if (name == "default" || name == "identity") base.generated_expression.reset();
    if (name.starts_with("not_null_")) base.not_null = true;
    if (name == "identity_options") {
      base.generated_expression.reset();
      base.identity = Identity::always;
    }
    Column changed = base;
    change(changed.*member);
    INFO(name);
    // A parent's ADD COLUMN makes it so.
    CHECK((again(table(changed), changed) != again(table(base), base)) == (name != "inherited"));
  });
  const std::vector<Grant> chain = {
      {"alice", "select", "c", true}, {"bob", "select", "c", false, "alice"}, {"bob", "update", "d", false}};
  const std::vector<std::string> granted = column_attachments(table(bare, chain), bare);
  CHECK(granted == std::vector<std::string>{"GRANT SELECT (c) ON TABLE public.t TO alice WITH GRANT OPTION",
                                            "SET ROLE alice", "GRANT SELECT (c) ON TABLE public.t TO bob",
                                            "RESET ROLE"});
}

TEST_CASE("an object that is recreated has every attribute that the old one had", "[attachments]") {
  for (int k = 0; k <= static_cast<int>(Kind::statements); ++k) {
    const Object base = plain(static_cast<Kind>(k));
    std::visit(
        [&](const auto& body) {
          using B = std::decay_t<decltype(body)>;
          fields::each(static_cast<B*>(nullptr), [&](const std::string& name, auto member) {
            Object changed = base;
            change(std::get<B>(changed.body).*member);
            if (auto* table = std::get_if<Table>(&changed.body); table && !table->replica_identity.empty())
              table->replica_identity.edit() = "full";
            // One row of the list stands for all kinds with the same body.
            std::set<std::string> silent;
            for (const auto& [kind, names] : derived) {
              if (fields::body_of_kind(*kind_of_name(kind)).index() == base.body.index()) silent = names;
            }
            INFO(base.id.text() << " " << name);
            if (!silent.contains(name)) CHECK(made(changed) != made(base));
          });
        },
        base.body);
  }
}

TEST_CASE("what a target has beside the state comes back after a migration", "[attachments]") {
  const ObjectId view{Kind::materialized_view, "public", {}, "m"};
  const ObjectId made_by_hand{Kind::index, "public", "m", "m_hand"};
  Catalog before;
  Object old;
  old.id = view;
  old.body = view_body("SELECT 1 AS a");
  old.owner = "carol";
  old.grants = std::vector<Grant>{{"app", "select", "", false}};
  std::get<View>(old.body).columns[0].statistics_target = 40;
  before.add(old);
  Object index;
  index.id = made_by_hand;
  Index by_hand;
  by_hand.definition = "CREATE INDEX m_hand ON public.m USING btree (a)";
  index.body = by_hand;
  index.depends_on = {{view, "a", "", DependencyType::automatic}};
  before.add(index);
  Catalog now;
  Object recreated;
  recreated.id = view;
  recreated.body = view_body("SELECT 2 AS a");
  recreated.grants = std::vector<Grant>{{"everybody_by_default", "select", "", false}};
  now.add(recreated);

  std::vector<std::string> lost;
  const Catalog goal = with_carried_over(before, now, {{view, {}}}, lost);
  CHECK(lost.empty());
  CHECK(goal.find(view)->owner == "carol");
  CHECK(goal.find(view)->grants == old.grants);
  CHECK(body_as<View>(*goal.find(view))->query == "SELECT 2 AS a");
  CHECK(body_as<View>(*goal.find(view))->columns[0].statistics_target == 40);
  CHECK(goal.find(made_by_hand) != nullptr);

  // What the migration changes itself stays as it made it.
  const Catalog kept = with_carried_over(before, now, {{view, {"privileges", made_by_hand.text()}}}, lost);
  CHECK(kept.find(view)->grants == recreated.grants);
  CHECK(kept.find(made_by_hand) == nullptr);

  // What it hung on is gone.
  std::get<View>(now.find(view)->body).columns[0].name = "b";
  CHECK(with_carried_over(before, now, {{view, {}}}, lost).find(made_by_hand) == nullptr);
  CHECK(lost == std::vector<std::string>{made_by_hand.text()});
}

TEST_CASE("the mark of a recreated object leads back to it", "[attachments]") {
  for (const Recreated& recreated : {Recreated{{Kind::view, "public", {}, "v"}, {}},
                                     Recreated{{Kind::table, "My Schema", {}, "t; changes | x"},
                                               {"privileges", "column \"a, b\": comment"}},
                                     Recreated{{Kind::function, "public", {}, "f(integer)"}, {"owner"}}}) {
    const std::string mark = recreated_mark(recreated);
    CHECK((mark.empty() || recreated_of(mark) == recreated));
  }
  CHECK(recreated_mark({{Kind::view, "public", {}, "v"}, {"owner", "comment"}}) ==
        "recreates: view public.v; changes owner | comment");
  CHECK(!recreated_of("lock: ACCESS EXCLUSIVE, brief"));
}
