#include "pg/introspect_reader.h"

#include <algorithm>

#include "catalog/ddl.h"

namespace schemac::pg {

std::vector<std::string> parse_array(std::string_view text) {
  std::vector<std::string> out;
  if (text.empty()) return out;
  const char separator = text.starts_with('{') ? ',' : ' ';
  if (separator == ',') text = text.substr(1, text.size() - 2);
  if (text.empty()) return out;
  std::string item;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size()) {
      item += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == separator && !quoted) {
      out.push_back(std::move(item));
      item.clear();
    } else {
      item += c;
    }
  }
  out.push_back(std::move(item));
  return out;
}

Reader::Key Reader::key(std::string_view class_name, Oid oid) const {
  return key(classes_.at(std::string(class_name)), oid);
}

Object& Reader::add(std::string_view class_name, Oid oid, ObjectId id, Body body, Oid owner) {
  auto [at, inserted] = catalog_.objects.try_emplace(std::move(id));
  Object& object = at->second;
  object.id = at->first;
  object.body = std::move(body);
  if (owner != 0 && (options_.all_attributes || owner != current_role_)) object.owner = role_name(owner);
  nodes_[key(class_name, oid)] = {&object, {}};
  return object;
}

Object* Reader::object_at(Key key) {
  const auto found = nodes_.find(key);
  return found == nodes_.end() ? nullptr : found->second.object;
}

const std::string* Reader::namespace_name(Oid oid) const {
  const auto found = namespaces_.find(oid);
  return found == namespaces_.end() ? nullptr : &found->second;
}

std::string Reader::role_name(Oid oid) const {
  const auto found = roles_.find(oid);
  // A role that was dropped while it owned objects.
  return found == roles_.end() ? std::to_string(oid) : found->second;
}

void Reader::classes(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const Oid oid = f.oid();
    classes_.emplace(f.text(), oid);
  }
}

void Reader::roles(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const Oid oid = f.oid();
    roles_.emplace(oid, f.text());
    if (f.flag()) current_role_ = oid;
  }
}

void Reader::namespaces(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const Oid oid = f.oid();
    const std::string name = f.text();
    Oid owner = f.oid();
    const bool member = f.flag();
    namespaces_.emplace(oid, name);
    if (member) continue;
    // Schema public comes with the database; initdb chose its owner.
    if (name == "public" && owner < 16384 && !options_.all_attributes) owner = 0;
    add("pg_namespace", oid, {Kind::namespace_, {}, {}, name}, Namespace{}, owner);
  }
}

void Reader::extensions(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const Oid oid = f.oid();
    ObjectId id{Kind::extension, {}, {}, f.text()};
    const Oid owner = f.oid();
    Extension body;
    body.schema = f.text();
    body.version = f.text();
    extension_comments_.emplace(id.name, f.text());
    Object& object = add("pg_extension", oid, std::move(id), std::move(body), owner);
    object.owner.reset();  // cannot be changed
  }
}

void Reader::members(const Rows& rows) {
  const Oid extension_class = classes_.at("pg_extension");
  for (const Row& row : rows) {
    Fields f(row);
    const Oid class_oid = f.oid();
    const Key member = key(class_oid, f.oid());
    contracted_.emplace(member, key(extension_class, f.oid()));
  }
}

void Reader::unread(const Rows& rows) {
  for (const Row& row : rows) catalog_.unread.push_back(Fields(row).text());
}

bool Reader::is_row_type(Oid class_oid, const Object& object) const {
  return is_relation(object.id.kind) && object.id.kind != Kind::composite_type &&
         class_oid == classes_.at("pg_type");
}

bool Reader::is_usual_comment(const Object& object, const std::string& comment) {
  if (object.id.kind == Kind::extension) return extension_comments_[object.id.name] == comment;
  return object.id == ObjectId{Kind::namespace_, {}, {}, "public"} && comment == "standard public schema";
}

void Reader::comments(const Rows& rows) {
  const Oid class_class = classes_.at("pg_class");
  const Oid constraint_class = classes_.at("pg_constraint");
  for (const Row& row : rows) {
    Fields f(row);
    const Oid class_oid = f.oid();
    const Oid oid = f.oid();
    const int column = static_cast<int>(f.number());
    std::string comment = f.text();
    if (column != 0) {
      if (class_oid != class_class) continue;
      if (Column* c = column_at(oid, column)) c->comment = std::move(comment);
      continue;
    }
    if (const auto not_null = not_null_columns_.find(oid);
        class_oid == constraint_class && not_null != not_null_columns_.end()) {
      const auto& [relation, number] = not_null->second;
      if (Column* c = column_at(relation, number)) c->not_null_comment = std::move(comment);
      continue;
    }
    const auto found = nodes_.find(key(class_oid, oid));
    if (found == nodes_.end()) continue;
    Object& object = *found->second.object;
    if (auto* domain = std::get_if<Domain>(&object.body); domain && class_oid == constraint_class) {
      const auto constraint =
          std::find_if(domain->constraints.begin(), domain->constraints.end(),
                       [&](const auto& each) { return each.name == found->second.column; });
      if (constraint != domain->constraints.end()) constraint->comment = std::move(comment);
      continue;
    }
    if (!found->second.column.empty()) continue;  // of an identity sequence
    if (auto* constraint = std::get_if<Constraint>(&object.body); constraint && class_oid == class_class) {
      constraint->index_comment = std::move(comment);
      continue;
    }
    // A table's row type may have its own comment, which no command shows.
    if (is_row_type(class_oid, object) || is_usual_comment(object, comment)) continue;
    object.comment = std::move(comment);
  }
}

bool Reader::has_usual_grants(const Object& object, const std::vector<Grant>& defaults) const {
  const std::vector<Grant>& grants = *object.grants;
  if (grants == defaults) return true;
  // Before PostgreSQL 15 all roles could create in public.
  const bool old_public = object.id.kind == Kind::namespace_ && object.id.name == "public" &&
                          catalog_.server_version_num < 150000;
  return old_public && grants.size() == 2 &&
         std::all_of(grants.begin(), grants.end(),
                     [](const Grant& grant) { return grant.grantee.empty() && grant.grantor.empty(); });
}

void Reader::grants(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const Oid class_oid = classes_.at(f.text());
    const Oid oid = f.oid();
    const int column = static_cast<int>(f.number());
    const std::optional<std::string> grantee = f.maybe();
    const auto found = nodes_.find(key(class_oid, oid));
    if (found == nodes_.end() || !found->second.column.empty()) continue;
    Object& object = *found->second.object;
    if (is_row_type(class_oid, object)) continue;
    if (!object.grants) object.grants.emplace();
    if (!grantee) continue;
    Grant grant;
    if (*grantee != "0") grant.grantee = role_name(static_cast<Oid>(std::stoul(*grantee)));
    grant.privilege = f.text();
    grant.grantable = f.flag();
    if (const Oid grantor = f.oid(); grantor != 0) grant.grantor = role_name(grantor);
    if (f.flag()) grant.grantee = owner_grantee;
    grant.revoked = f.flag();
    if (column != 0) grant.column = column_name(oid, column);
    object.grants->push_back(std::move(grant));
  }
  for (auto& [id, object] : catalog_.objects) {
    const std::vector<Grant> defaults = default_grants(id);
    if (object.grants) {
      std::sort(object.grants->begin(), object.grants->end());
      object.grants->erase(std::unique(object.grants->begin(), object.grants->end()), object.grants->end());
      if (has_usual_grants(object, defaults)) object.grants.reset();
    }
    if (options_.all_attributes && !object.grants && object.owner) object.grants = defaults;
  }
}

const Reader::Node* Reader::resolve(Key key) const {
  for (int depth = 0; depth < 8; ++depth) {
    if (const auto node = nodes_.find(key); node != nodes_.end()) return &node->second;
    const auto next = contracted_.find(key);
    if (next == contracted_.end()) return nullptr;
    key = next->second;
  }
  return nullptr;
}

void Reader::depends(const Rows& rows) {
  struct Edge {
    Oid from_class, from;
    int from_column;
    Oid to_class, to;
    int to_column;
    char type;
  };
  const Oid class_class = classes_.at("pg_class");
  const Oid operator_member = classes_.at("pg_amop");
  const Oid function_member = classes_.at("pg_amproc");
  const Oid family = classes_.at("pg_opfamily");
  const Oid published = classes_.at("pg_publication_rel");
  const Oid publication = classes_.at("pg_publication");
  std::vector<Edge> edges;
  edges.reserve(rows.size());
  for (const Row& row : rows) {
    Fields f(row);
    Edge e{};
    e.from_class = f.oid();
    e.from = f.oid();
    e.from_column = static_cast<int>(f.number());
    e.to_class = f.oid();
    e.to = f.oid();
    e.to_column = static_cast<int>(f.number());
    e.type = f.letter();
    const bool family_member = (e.type == 'a' || e.type == 'i') && e.to_class == family &&
                               (e.from_class == operator_member || e.from_class == function_member);
    // A table in a publication, with its row filter and column list.
    const bool membership = e.type == 'a' && e.from_class == published && e.to_class == publication;
    const Key from = key(e.from_class, e.from);
    if ((e.type == 'i' || family_member || membership) && !nodes_.contains(from))
      contracted_.emplace(from, key(e.to_class, e.to));
    edges.push_back(e);
  }
  for (const Edge& e : edges) {
    const Node* from = resolve(key(e.from_class, e.from));
    const Node* to = resolve(key(e.to_class, e.to));
    if (from == nullptr || to == nullptr || from->object == to->object) continue;
    Dependency dependency;
    dependency.on = to->object->id;
    const bool whole_type = body_as<Domain>(*to->object) != nullptr;
    if (!whole_type) dependency.column = to->column;
    if (e.to_column > 0 && e.to_class == class_class) dependency.column = column_name(e.to, e.to_column);
    if (body_as<Table>(*from->object)) dependency.dependent_column = from->column;
    if (e.from_column > 0 && e.from_class == class_class) {
      dependency.dependent_column = column_name(e.from, e.from_column);
    }
    dependency.type = e.type == 'n' ? DependencyType::hard : DependencyType::automatic;
    from->object->depends_on.push_back(std::move(dependency));
  }
}

void Reader::add_namespace_edges() {
  for (auto& [id, object] : catalog_.objects) {
    if (id.namespace_.empty() || !id.relation.empty()) continue;
    ObjectId on{Kind::namespace_, {}, {}, id.namespace_};
    if (!catalog_.objects.contains(on)) continue;
    object.depends_on.push_back({std::move(on), {}, {}, DependencyType::hard});
  }
}

Table* Reader::table_at(Oid oid) {
  const auto found = relations_.find(oid);
  return found == relations_.end() ? nullptr : std::get_if<Table>(&found->second.object->body);
}

// A column that inherits and lacks its parent's default: see catalog.h.
void Reader::mark_missing_defaults() {
  const auto has_default = [this](Oid parent, const std::string& column) {
    const Table* table = table_at(parent);
    return table != nullptr &&
           std::any_of(table->columns.begin(), table->columns.end(), [&](const Column& c) {
             return c.name == column && c.default_expression && *c.default_expression != "NULL";
           });
  };
  for (const auto& [child, parents] : parents_) {
    Table* table = table_at(child);
    if (table == nullptr) continue;
    for (Column& column : table->columns) {
      if (!column.inherited || column.default_expression || column.generated_expression) continue;
      const bool missing = std::any_of(parents.begin(), parents.end(),
                                       [&](Oid parent) { return has_default(parent, column.name); });
      if (missing) column.default_expression = "NULL";
    }
  }
}

Catalog Reader::take() {
  mark_missing_defaults();
  add_namespace_edges();
  for (auto& [id, object] : catalog_.objects) {
    auto& edges = object.depends_on;
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    // A check has both kinds of edges to its columns; it is dropped with them, so it does not block their
    // drop.
    const auto goes_with = [&](const Dependency& hard) {
      if (hard.type != DependencyType::hard) return false;
      Dependency automatic = hard;
      automatic.type = DependencyType::automatic;
      return std::binary_search(edges.begin(), edges.end(), automatic);
    };
    std::vector<Dependency> kept;
    kept.reserve(edges.size());
    std::copy_if(edges.begin(), edges.end(), std::back_inserter(kept),
                 [&](const auto& e) { return !goes_with(e); });
    edges = std::move(kept);
  }
  std::sort(catalog_.unread.begin(), catalog_.unread.end());
  return std::move(catalog_);
}

}  // namespace schemac::pg
