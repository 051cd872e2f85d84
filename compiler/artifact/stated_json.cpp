#include "artifact/stated_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace schemac {

namespace {

using Json = nlohmann::json;

void write_refresh(JsonWriter& json, const RefreshSettings& refresh) {
  const auto& [concurrently, on, track_changes] = refresh;
  if (refresh == RefreshSettings{}) return;
  json.key("refresh");
  json.begin_object();
  if (concurrently != RefreshSettings{}.concurrently) json.member("concurrently", name_of(concurrently));
  if (on != RefreshSettings{}.on) json.member("on", name_of(on));
  if (track_changes) json.member("track_changes", "true");
  json.end_object();
}

class StatedReader {
 public:
  StatedReader(const Json& artifact, const std::function<void(const std::string&)>& damaged)
      : artifact_(artifact), damaged_(damaged) {}

  Stated read() {
    Stated stated;
    auto& [attributes, strict_columns, refresh, renamed_from, columns_renamed_from, declared_names,
           declared] = stated;
    static_cast<void>(declared_names);  // replaced by the objects
    read_attributes(attributes);
    if (const Json* value = find("strict_columns")) {
      if (value->is_boolean())
        strict_columns = value->get<bool>();
      else
        unknown("strict_columns", *value);
    }
    read_refresh(refresh);
    if (const Json* value = find("renamed_from")) {
      if (value->is_string())
        renamed_from = value->get<std::string>();
      else
        unknown("renamed_from", *value);
    }
    each_member("columns_renamed_from", [&](const std::string& column, const std::string& old) {
      columns_renamed_from.edit()[column] = old;
      return true;
    });
    each_text("declared", [&](const std::string& text) {
      auto id = parse_object_id(text);
      if (id) declared.push_back(std::move(*id));
      return id.has_value();
    });
    return stated;
  }

 private:
  const Json* find(const char* key) const {
    const auto found = artifact_.find(key);
    return found == artifact_.end() ? nullptr : &*found;
  }

  void unknown(const std::string& where, const Json& value) const {
    damaged_(
        fmt::format("{} has the unknown value {} in '{}'", artifact_.value("id", ""), text_of(value), where));
  }

  // take: false if the text is not a value.
  void each_text(const char* key, const std::function<bool(const std::string&)>& take) const {
    const Json* list = find(key);
    if (list == nullptr) return;
    if (!list->is_array()) return unknown(key, *list);
    for (const Json& item : *list)
      if (!item.is_string() || !take(item.get<std::string>())) unknown(key, item);
  }

  void each_member(const char* key,
                   const std::function<bool(const std::string&, const std::string&)>& take) const {
    const Json* object = find(key);
    if (object == nullptr) return;
    if (!object->is_object()) return unknown(key, *object);
    for (const auto& [name, value] : object->items())
      if (!value.is_string() || !take(name, value.get<std::string>()))
        unknown(fmt::format("{}.{}", key, name), value);
  }

  void read_attributes(StatedAttributes& attributes) const {
    each_text("sets", [&](const std::string& name) {
      for (const StatedAttribute& attribute : stated_attributes) {
        if (attribute.name != name) continue;
        attributes.*attribute.member = true;
        return true;
      }
      return false;
    });
  }

  void read_refresh(RefreshSettings& refresh) const {
    each_member("refresh", [&](const std::string& name, const std::string& value) {
      if (name == "concurrently") {
        const auto known = parse_concurrently(value);
        if (known) refresh.concurrently = *known;
        return known.has_value();
      }
      if (name == "on") {
        const auto known = parse_refresh_on(value);
        if (known) refresh.on = *known;
        return known.has_value();
      }
      if (name == "track_changes") {
        refresh.track_changes = value == "true";
        return value == "true" || value == "false";
      }
      return false;
    });
  }

  const Json& artifact_;
  const std::function<void(const std::string&)>& damaged_;
};

}  // namespace

std::string text_of(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

void write_declared(JsonWriter& json, const Stated& stated) {
  if (stated.declared.empty()) return;
  json.key("declared");
  json.begin_array();
  for (const ObjectId& id : stated.declared) json.text(id.text());
  json.end_array();
}

void write_stated(JsonWriter& json, const Stated& stated) {
  const auto& [attributes, strict_columns, refresh, renamed_from, columns_renamed_from, declared_names,
               declared] = stated;
  static_cast<void>(declared_names);  // replaced by the objects
  static_cast<void>(declared);        // write_declared
  if (attributes.any()) {
    json.key("sets");
    json.begin_array();
    for (const StatedAttribute& attribute : stated_attributes)
      if (attributes.*attribute.member) json.text(attribute.name);
    json.end_array();
  }
  if (strict_columns) {
    json.key("strict_columns");
    json.boolean(true);
  }
  write_refresh(json, refresh);
  if (renamed_from) json.member("renamed_from", *renamed_from);
  if (columns_renamed_from.empty()) return;
  json.key("columns_renamed_from");
  json.begin_object();
  for (const auto& [column, old] : *columns_renamed_from) json.member(column, old);
  json.end_object();
}

Stated read_stated(const Json& artifact, const std::function<void(const std::string&)>& damaged) {
  return StatedReader(artifact, damaged).read();
}

}  // namespace schemac
