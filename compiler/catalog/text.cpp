#include "catalog/text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/hash.h"
#include "catalog/fields.h"

namespace schemac {

namespace fields {

Body body_of_kind(Kind kind) {
  switch (kind) {
    case Kind::namespace_:
      return Namespace{};
    case Kind::extension:
      return Extension{};
    case Kind::enum_:
      return Enum{};
    case Kind::domain:
      return Domain{};
    case Kind::composite_type:
      return CompositeType{};
    case Kind::range_type:
      return RangeType{};
    case Kind::sequence:
      return Sequence{};
    case Kind::function:
    case Kind::procedure:
    case Kind::aggregate:
      return Routine{};
    case Kind::table:
    case Kind::foreign_table:
      return Table{};
    case Kind::constraint:
      return Constraint{};
    case Kind::index:
      return Index{};
    case Kind::statistics:
      return Statistics{};
    case Kind::view:
    case Kind::materialized_view:
      return View{};
    case Kind::rule:
      return Rule{};
    case Kind::trigger:
      return Trigger{};
    case Kind::policy:
      return Policy{};
    case Kind::language:
    case Kind::collation:
    case Kind::foreign_data_wrapper:
    case Kind::foreign_server:
    case Kind::user_mapping:
    case Kind::base_type:
    case Kind::operator_:
    case Kind::operator_family:
    case Kind::operator_class:
    case Kind::cast:
    case Kind::text_search_parser:
    case Kind::text_search_template:
    case Kind::text_search_dictionary:
    case Kind::text_search_configuration:
    case Kind::conversion:
    case Kind::column_default:
    case Kind::event_trigger:
    case Kind::publication:
    case Kind::subscription:
    case Kind::default_privileges:
    case Kind::statements:
      return Scripted{};
  }
  throw std::logic_error("a kind without a body");
}

}  // namespace fields

namespace {

using nlohmann::json;

[[noreturn]] void damaged(const std::string& what) { throw std::runtime_error("not a catalog: " + what); }

// ---- values to JSON and back ----

json encode(const std::string& value) { return value; }
json encode(bool value) { return value; }
json encode(int value) { return value; }
json encode(std::int64_t value) { return value; }
json encode(const std::optional<std::string>& value) { return value ? json(*value) : json(nullptr); }
json encode(const Boxed<std::string>& value) { return value ? json(*value) : json(nullptr); }
json encode(const std::vector<std::string>& value) { return value; }
json encode(const std::map<std::string, std::string>& value) { return value; }
json encode(const std::map<int, int>& value) { return value; }
json encode(Identity value) { return fields::identity_names[static_cast<int>(value)]; }
json encode(ConstraintType value) { return fields::constraint_type_names[static_cast<int>(value)]; }
template <typename T>
json encode(const T& value);

template <typename T>
json encode(const Rare<T>& value) {
  return encode(value.get());
}
template <typename T>
json encode(const List<T>& values) {
  return encode(static_cast<const std::vector<T>&>(values));
}
template <typename T>
json encode(const std::vector<T>& values) {
  json out = json::array();
  for (const T& value : values) out.push_back(encode(value));
  return out;
}

template <typename T>
json encode(const T& value) {
  [[maybe_unused]] static const T defaults{};
  json out = json::object();
  fields::each(&value, [&](const char* name, auto member) {
    if (!(value.*member == defaults.*member)) out[name] = encode(value.*member);
  });
  return out;
}

template <typename E, std::size_t N>
void decode_name(const json& from, const std::string_view (&names)[N], E& to) {
  const auto found = std::find(std::begin(names), std::end(names), from.get_ref<const std::string&>());
  if (found == std::end(names)) damaged("unknown value '" + from.get<std::string>() + "'");
  to = static_cast<E>(found - std::begin(names));
}

template <typename T>
requires(!std::is_class_v<T> && !std::is_enum_v<T>) void decode(const json& from, T& to) { from.get_to(to); }
void decode(const json& from, std::string& to) { from.get_to(to); }
void decode(const json& from, std::optional<std::string>& to) {
  if (from.is_null()) {
    to.reset();
  } else {
    to = from.get<std::string>();
  }
}
void decode(const json& from, std::vector<std::string>& to) { from.get_to(to); }
void decode(const json& from, std::map<std::string, std::string>& to) { from.get_to(to); }
void decode(const json& from, std::map<int, int>& to) { from.get_to(to); }
void decode(const json& from, Identity& to) { decode_name(from, fields::identity_names, to); }
void decode(const json& from, ConstraintType& to) { decode_name(from, fields::constraint_type_names, to); }
template <typename T>
requires std::is_class_v<T>
void decode(const json& from, T& to);

template <typename T>
void decode(const json& from, Rare<T>& to) {
  T value{};
  decode(from, value);
  to = std::move(value);
}
template <typename T>
void decode(const json& from, List<T>& to) {
  std::vector<T> values;
  decode(from, values);
  to = std::move(values);
}
void decode(const json& from, Boxed<std::string>& to) {
  std::optional<std::string> value;
  decode(from, value);
  to = std::move(value);
}
template <typename T>
void decode(const json& from, std::vector<T>& to) {
  if (!from.is_array()) damaged("expected a list");
  to.clear();
  for (const json& item : from) decode(item, to.emplace_back());
}

template <typename T>
requires std::is_class_v<T>
void decode(const json& from, T& to) {
  if (!from.is_object()) damaged("expected an object");
  fields::each(&to, [&](const char* name, auto member) {
    if (const auto found = from.find(name); found != from.end()) decode(*found, to.*member);
  });
}

ObjectId decode_id(const json& from) {
  auto id = parse_object_id(from.get_ref<const std::string&>());
  if (!id) damaged("invalid object id '" + from.get<std::string>() + "'");
  return std::move(*id);
}

// An edge is [id], [id, column], … : trailing defaults are omitted.
json encode_dependency(const Dependency& edge) {
  json out = {edge.on.text()};
  const bool typed = edge.type != DependencyType::hard;
  const bool dependent = typed || !edge.dependent_column.empty();
  if (dependent || !edge.column.empty()) out.push_back(edge.column);
  if (dependent) out.push_back(edge.dependent_column);
  if (typed) out.push_back(fields::dependency_type_names[static_cast<int>(edge.type)]);
  return out;
}

Dependency decode_dependency(const json& from) {
  Dependency edge;
  edge.on = decode_id(from.at(0));
  if (from.size() > 1) from[1].get_to(edge.column);
  if (from.size() > 2) from[2].get_to(edge.dependent_column);
  if (from.size() > 3) decode_name(from[3], fields::dependency_type_names, edge.type);
  return edge;
}

// ---- dump ----

void print_text(std::string& out, const std::string& indent, const std::string& text) {
  if (text.find('\n') == std::string::npos) {
    out += ' ' + text + '\n';
    return;
  }
  out += " |\n" + indent + "  ";
  for (const char c : text) {
    out += c;
    if (c == '\n') out += indent + "  ";
  }
  out += '\n';
}

std::string one_line(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_object()) {
    std::string out;
    for (const auto& [name, item] : value.items()) {
      out += (out.empty() ? "" : ", ") + name + "=" + one_line(item);
    }
    return "{" + out + "}";
  }
  if (value.is_array()) {
    std::string out;
    for (const auto& item : value) out += (out.empty() ? "" : ", ") + one_line(item);
    return "[" + out + "]";
  }
  return value.dump();
}

std::string column_line(const Column& column) {
  json attributes = encode(column);
  attributes.erase("name");
  attributes.erase("type");
  std::string out = quote_identifier(column.name) + ' ' + column.type;
  for (const auto& [name, value] : attributes.items()) {
    out += value == json(true) ? ", " + name : ", " + name + "=" + one_line(value);
  }
  return out;
}

template <typename T>
void print_field(std::string& out, const char* name, const T& value) {
  out += std::string("  ") + name + ':';
  if constexpr (std::is_same_v<T, std::vector<Column>>) {
    out += '\n';
    for (const Column& column : value) out += "    " + column_line(column) + '\n';
  } else {
    const json encoded = encode(value);
    if (encoded.is_array()) {
      out += '\n';
      for (const auto& item : encoded) out += "    " + one_line(item) + '\n';
    } else {
      print_text(out, "  ", one_line(encoded));
    }
  }
}

json body_json(const Body& body) {
  return std::visit([](const auto& b) { return encode(b); }, body);
}

std::string grant_line(const Grant& grant) {
  const std::string grantee = grant.grantee.empty()            ? "public"
                              : grant.grantee == owner_grantee ? "the owner"
                                                               : quote_identifier(grant.grantee);
  return grant.privilege + (grant.column.empty() ? "" : " (" + quote_identifier(grant.column) + ")") +
         (grant.revoked ? " revoked from " : " to ") + grantee +
         (grant.grantable ? " with grant option" : "") +
         (grant.grantor.empty() ? "" : " by " + quote_identifier(grant.grantor));
}

std::string dependency_line(const Dependency& edge) {
  std::string out;
  if (!edge.dependent_column.empty()) out += quote_identifier(edge.dependent_column) + " -> ";
  out += edge.on.text();
  if (!edge.column.empty()) out += " column " + quote_identifier(edge.column);
  if (edge.type != DependencyType::hard) {
    out += " (" + std::string(fields::dependency_type_names[static_cast<int>(edge.type)]) + ")";
  }
  return out;
}

}  // namespace

std::string dump(const Object& object) {
  std::string out = object.id.text() + '\n';
  std::visit(
      [&](const auto& body) {
        [[maybe_unused]] static const std::decay_t<decltype(body)> defaults{};
        fields::each(&body, [&](const char* name, auto member) {
          if (!(body.*member == defaults.*member)) print_field(out, name, body.*member);
        });
      },
      object.body);
  if (object.owner) out += "  owner: " + *object.owner + '\n';
  if (!object.comment.empty()) {
    out += "  comment:";
    print_text(out, "  ", object.comment);
  }
  if (object.grants) {
    out += "  grants:\n";
    for (const Grant& grant : *object.grants) out += "    " + grant_line(grant) + '\n';
  }
  if (!object.depends_on.empty()) {
    out += "  depends on:\n";
    for (const Dependency& edge : object.depends_on) out += "    " + dependency_line(edge) + '\n';
  }
  return out;
}

std::string dump(const Catalog& catalog) {
  std::string out;
  for (const auto& [id, object] : catalog.objects) out += dump(object);
  for (const auto& line : catalog.unread) out += "unread " + line + '\n';
  return out;
}

json to_json(const Object& object) {
  json out = {{"id", object.id.text()}};
  json body = body_json(object.body);
  if (!body.empty()) out["body"] = std::move(body);
  if (object.body.index() != fields::body_of_kind(object.id.kind).index())
    out["variant"] = object.body.index();
  if (object.owner) out["owner"] = *object.owner;
  if (object.grants) out["grants"] = encode(*object.grants);
  if (!object.comment.empty()) out["comment"] = object.comment;
  if (!object.depends_on.empty()) {
    json edges = json::array();
    for (const Dependency& edge : object.depends_on) edges.push_back(encode_dependency(edge));
    out["depends_on"] = std::move(edges);
  }
  return out;
}

json to_json(const Catalog& catalog) {
  json objects = json::array();
  for (const auto& [id, object] : catalog.objects) objects.push_back(to_json(object));
  json out = {{"format", catalog_format_version}, {"objects", std::move(objects)}};
  if (catalog.server_version_num != 0) out["server_version_num"] = catalog.server_version_num;
  if (!catalog.unread.empty()) out["unread"] = catalog.unread;
  return out;
}

namespace {

template <std::size_t I = 0>
Body body_of_index(std::size_t index) {
  if constexpr (I < std::variant_size_v<Body>) {
    if (index == I) return Body(std::in_place_index<I>);
    return body_of_index<I + 1>(index);
  } else {
    damaged("body " + std::to_string(index));
  }
}

Object decode_object(const json& from) {
  Object object;
  object.id = decode_id(from.at("id"));
  const auto variant = from.find("variant");
  object.body = variant == from.end() ? fields::body_of_kind(object.id.kind)
                                      : body_of_index(variant->get<std::size_t>());
  if (const auto body = from.find("body"); body != from.end()) {
    std::visit([&](auto& b) { decode(*body, b); }, object.body);
  }
  if (const auto owner = from.find("owner"); owner != from.end()) object.owner = owner->get<std::string>();
  if (const auto grants = from.find("grants"); grants != from.end()) decode(*grants, object.grants.emplace());
  if (const auto comment = from.find("comment"); comment != from.end()) comment->get_to(object.comment);
  if (const auto edges = from.find("depends_on"); edges != from.end()) {
    object.depends_on.reserve(edges->size());
    for (const json& edge : *edges) object.depends_on.push_back(decode_dependency(edge));
  }
  return object;
}

}  // namespace

Object object_from_json(const json& from) {
  try {
    return decode_object(from);
  } catch (const json::exception& error) {
    damaged(error.what());
  }
}

Catalog catalog_from_json(const json& from) {
  try {
    if (from.at("format") != catalog_format_version) damaged("written by another version");
    Catalog catalog;
    for (const json& item : from.at("objects")) catalog.add(decode_object(item));
    catalog.server_version_num = from.value("server_version_num", 0);
    if (const auto unread = from.find("unread"); unread != from.end()) unread->get_to(catalog.unread);
    return catalog;
  } catch (const json::exception& error) {
    damaged(error.what());
  }
}

std::string fingerprint(const Catalog& catalog) {
  Sha256 hash;
  for (const auto& [id, object] : catalog.objects) {
    Object copy = object;
    copy.depends_on.clear();  // derived from the rest
    if (auto* table = std::get_if<Table>(&copy.body)) {
      std::sort(table->columns.begin(), table->columns.end(),
                [](const Column& a, const Column& b) { return a.name < b.name; });
    }
    if (auto* view = std::get_if<View>(&copy.body)) view->with_data = true;
    // Names are bytes; the server's are UTF-8, those of a source may be anything.
    hash.add_field(to_json(copy).dump(-1, ' ', false, json::error_handler_t::replace));
  }
  return hash.finish();
}

}  // namespace schemac
