// The induced schema as LinkML: every class with all its slots as attributes, each metaslot with its induced
// value. What LinkML cannot express (ancestors, the origin of a slot) is in comments.
#include <algorithm>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "linkml/induce.h"
#include "linkml/slot_fields.h"

namespace schemac::linkml {
namespace {

bool is_plain(std::string_view text) {
  if (text.empty() || as_boolean(text) || text == "null" || text == "~") return false;
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  if (!is_word(text.front())) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool inner_colon = c == ':' && i + 1 < text.size() && text[i + 1] != ' ';
    if (!is_word(c) && !inner_colon && c != ' ' && c != '-' && c != '.' && c != '/' && c != '(' && c != ')') {
      return false;
    }
  }
  return text.back() != ' ';
}

std::string scalar(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string flow(const Value& value) {
  std::string out;
  switch (value.type) {
    case Value::Type::null:
      return "null";
    case Value::Type::scalar:
      // A quoted "true" is text, a plain true is not: keep the difference.
      return value.style == ScalarStyle::plain && as_boolean(value.scalar) ? value.scalar
                                                                           : scalar(value.scalar);
    case Value::Type::list:
      for (const Value& item : value.items) out += (out.empty() ? "" : ", ") + flow(item);
      return "[" + out + "]";
    case Value::Type::map:
      for (const auto& [key, entry] : value.entries) {
        out += (out.empty() ? "" : ", ") + scalar(key.value) + ": " + flow(entry);
      }
      return "{" + out + "}";
  }
  return out;
}

class Writer {
 public:
  std::string take() { return std::move(out_); }

  void comment(std::string_view text) { line("# " + std::string(text)); }
  void open(std::string_view key) {
    line(fmt::format("{}:", key));
    ++depth_;
  }
  void close() { --depth_; }
  // A list of objects: the first line of an item has the dash.
  void item() { dash_ = true; }
  void pair(std::string_view key, std::string_view value) { line(fmt::format("{}: {}", key, value)); }

  void field(std::string_view key, const Text& text) { pair(key, scalar(text.value)); }
  void field(std::string_view key, const OptionalText& text) {
    if (text) pair(key, scalar(text->value));
  }
  void field(std::string_view key, const Flag& flag) {
    if (flag) pair(key, flag->value ? "true" : "false");
  }
  void field(std::string_view key, const Count& count) {
    if (count) pair(key, std::to_string(count->value));
  }
  void field(std::string_view key, const std::vector<Text>& texts) {
    if (texts.empty()) return;
    std::string out;
    for (const Text& text : texts) out += (out.empty() ? "" : ", ") + scalar(text.value);
    pair(key, "[" + out + "]");
  }
  void field(std::string_view key, const Shared<PatternExpression>& pattern) {
    if (!pattern) return;
    open(key);
    field("syntax", pattern->syntax);
    field("interpolated", pattern->interpolated);
    field("partial_match", pattern->partial_match);
    close();
  }
  void field(std::string_view key, const Shared<Unit>& unit) {
    if (!unit) return;
    open(key);
    for (const auto& [name, text] : unit->fields) pair(name.value, scalar(text.value));
    close();
  }
  void field(std::string_view key, const List<SlotExpression>& list) {
    objects(key, list, [&](const SlotExpression& part) { expression(part); });
  }
  template <typename T>
  void field(std::string_view key, const std::shared_ptr<const T>& of) {
    object(key, of, [&](const T& part) { expression(part); });
  }
  void field(std::string_view key, const Shared<ArrayExpression>& array) {
    if (!array) return;
    open(key);
    field("exact_number_dimensions", array->exact_dimensions);
    field("minimum_number_dimensions", array->minimum_dimensions);
    field("maximum_number_dimensions", array->maximum_dimensions);
    if (array->unbounded) pair("maximum_number_dimensions", "false");
    if (array->dimensions.type != Value::Type::null) pair("dimensions", flow(array->dimensions));
    close();
  }
  void field(std::string_view key, const List<Value>& values) {
    if (values.empty()) return;
    open(key);
    for (const Value& value : values) line("- " + flow(value));
    close();
  }
  void field(std::string_view key, const Annotations& annotations) {
    if (annotations.empty()) return;
    open(key);
    for (const auto& [tag, value] : annotations) pair(scalar(tag.value), flow(value));
    close();
  }
  template <typename Objects, typename Write>
  void objects(std::string_view key, const Objects& list, Write write) {
    if (list.empty()) return;
    open(key);
    for (const auto& element : list) {
      ++depth_;
      dash_ = true;
      write(element);
      if (dash_) line("{}");
      --depth_;
    }
    close();
  }
  template <typename T, typename Write>
  void object(std::string_view key, const std::shared_ptr<const T>& object, Write write) {
    if (!object) return;
    open(key);
    write(*object);
    close();
  }

  // What T itself declares.
  template <typename T>
  void metaslots(const T& of) {
    each_metaslot(&of, [&](auto metaslot) {
      if (metaslot.dumped) field(metaslot.name, of.*metaslot.member);
    });
  }

  void expression(const SlotExpression& slot) { metaslots<SlotExpression>(slot); }

  void expression(const ClassExpression& of) {
    const auto nested = [&](const ClassExpression& part) { expression(part); };
    field("is_a", of.is_a);
    conditions(of.slot_conditions);
    objects("any_of", of.any_of, nested);
    objects("all_of", of.all_of, nested);
    objects("exactly_one_of", of.exactly_one_of, nested);
    objects("none_of", of.none_of, nested);
  }

  void conditions(const std::vector<std::pair<Text, SlotExpression>>& conditions) {
    if (conditions.empty()) return;
    open("slot_conditions");
    for (const auto& [name, condition] : conditions) {
      open(scalar(name.value));
      expression(condition);
      close();
    }
    close();
  }

  void expression(const EnumExpression& of) {
    const auto nested = [&](const EnumExpression& part) { expression(part); };
    field("inherits", of.inherits);
    field("concepts", of.concepts);
    field("code_set", of.code_set);
    if (of.reachable_from) pair("reachable_from", flow(*of.reachable_from));
    if (of.matches) pair("matches", flow(*of.matches));
    if (!of.permissible_values.empty()) {
      open("permissible_values");
      for (const PermissibleValue& value : of.permissible_values) line(scalar(value.name.value) + ":");
      close();
    }
    objects("include", of.include, nested);
    objects("minus", of.minus, nested);
  }

  void slot(const InducedSlot& induced) {
    const Slot& slot = induced.slot;
    open(scalar(slot.name.value));
    if (induced.origin_class != owner_) comment("of " + induced.origin_class);
    if (induced.name != slot.name.value) pair("alias", scalar(induced.name));
    metaslots<Element>(slot);
    SlotExpression resolved = slot;
    resolved.range = Text{induced.range, {}};
    expression(resolved);
    metaslots<Slot>(slot);
    field("annotations", slot.annotations);
    close();
  }

  void write(const InducedClass& of) {
    owner_ = of.name;
    open(scalar(of.name));
    if (of.ancestors.size() > 1) {
      comment("ancestors: " +
              fmt::format("{}", fmt::join(of.ancestors.begin() + 1, of.ancestors.end(), ", ")));
    }
    field("title", of.definition->title);
    field("description", of.definition->description);
    field("deprecated", of.definition->deprecated);
    field("class_uri", of.definition->class_uri);
    field("abstract", of.definition->abstract_);
    field("mixin", of.definition->mixin);
    field("tree_root", of.definition->tree_root);
    field("union_of", of.definition->union_of);
    field("annotations", of.annotations);
    if (!of.slots.empty()) {
      open("attributes");
      for (const InducedSlot& induced : of.slots) slot(induced);
      close();
    }
    constraints(of);
    close();
  }

  void constraints(const InducedClass& of) {
    if (!of.unique_keys.empty()) {
      open("unique_keys");
      for (const UniqueKey* key : of.unique_keys) {
        open(scalar(key->name.value));
        field("unique_key_slots", key->slots);
        field("consider_nulls_inequal", key->consider_nulls_inequal);
        close();
      }
      close();
    }
    objects("rules", of.rules, [&](const ClassRule* rule) {
      const auto nested = [&](const ClassExpression& part) { expression(part); };
      field("title", rule->title);
      field("description", rule->description);
      object("preconditions", rule->preconditions, nested);
      object("postconditions", rule->postconditions, nested);
      object("elseconditions", rule->elseconditions, nested);
      field("bidirectional", rule->bidirectional);
      field("open_world", rule->open_world);
      field("deactivated", rule->deactivated);
    });
    for (const Class* from : of.expressions) {
      if (from != of.definition) {
        comment("and the expression of " + from->name.value);
        continue;
      }
      const auto nested = [&](const ClassExpression& part) { expression(part); };
      conditions(from->slot_conditions);
      objects("any_of", from->any_of, nested);
      objects("all_of", from->all_of, nested);
      objects("exactly_one_of", from->exactly_one_of, nested);
      objects("none_of", from->none_of, nested);
    }
  }

  void write(const InducedEnum& of) {
    open(scalar(of.name));
    if (of.open) comment("open: any text");
    if (of.dynamic) comment("dynamic: has a part that only a service could compute");
    field("description", of.definition->description);
    field("enum_uri", of.definition->enum_uri);
    field("annotations", of.definition->annotations);
    if (!of.values.empty()) {
      open("permissible_values");
      for (const InducedPermissibleValue& value : of.values) {
        open(scalar(value.text));
        if (!value.description.empty()) pair("description", scalar(value.description));
        if (!value.meaning.empty()) pair("meaning", scalar(value.meaning));
        if (value.definition != nullptr) {
          field("is_a", value.definition->is_a);
          field("mixins", value.definition->mixins);
        }
        close();
      }
      close();
    }
    close();
  }

  void write(const InducedType& of) {
    open(scalar(of.name));
    if (!of.sql_type.empty()) comment("SQL type " + of.sql_type);
    if (of.definition != nullptr) {
      const Type& type = *of.definition;
      comment("base: " + std::string(base_name(of.base)));
      field("typeof", type.typeof_);
      field("uri", type.uri);
      field("base", type.base);
      field("description", type.description);
      field("union_of", type.union_of);
      constraints(type);
      for (const Type* at : of.chain) {
        if (at != &type && has_constraints(*at)) comment("and the constraints of " + at->name.value);
      }
      field("annotations", of.annotations);
    }
    close();
  }

  static bool has_constraints(const Type& type) {
    return type.pattern || type.structured_pattern || type.minimum_value || type.maximum_value ||
           type.equals_string || type.equals_number || !type.equals_string_in.empty() ||
           !type.any_of.empty() || !type.all_of.empty() || !type.exactly_one_of.empty() ||
           !type.none_of.empty();
  }

  void constraints(const Type& type) {
    const auto nested = [&](const Type& part) { constraints(part); };
    field("pattern", type.pattern);
    field("structured_pattern", type.structured_pattern);
    field("minimum_value", type.minimum_value);
    field("maximum_value", type.maximum_value);
    field("equals_string", type.equals_string);
    field("equals_string_in", type.equals_string_in);
    field("equals_number", type.equals_number);
    objects("any_of", type.any_of, nested);
    objects("all_of", type.all_of, nested);
    objects("exactly_one_of", type.exactly_one_of, nested);
    objects("none_of", type.none_of, nested);
  }

 private:
  static std::string_view base_name(BaseType base) {
    switch (base) {
      case BaseType::string:
        return "string";
      case BaseType::integer:
        return "integer";
      case BaseType::boolean:
        return "boolean";
      case BaseType::float_:
        return "float";
      case BaseType::double_:
        return "double";
      case BaseType::decimal:
        return "decimal";
      case BaseType::date:
        return "date";
      case BaseType::time:
        return "time";
      case BaseType::datetime:
        return "datetime";
      case BaseType::date_or_datetime:
        return "date_or_datetime";
      case BaseType::uri:
        return "uri";
      case BaseType::uriorcurie:
        return "uriorcurie";
      case BaseType::curie:
        return "curie";
      case BaseType::ncname:
        return "ncname";
      case BaseType::objectidentifier:
        return "objectidentifier";
      case BaseType::nodeidentifier:
        return "nodeidentifier";
      case BaseType::jsonpointer:
        return "jsonpointer";
      case BaseType::jsonpath:
        return "jsonpath";
      case BaseType::sparqlpath:
        return "sparqlpath";
      case BaseType::any:
        return "any";
      case BaseType::sql:
        return "sql";
    }
    return "";
  }

  void line(std::string_view text) {
    out_.append(2 * (dash_ ? depth_ - 1 : depth_), ' ');
    if (dash_) out_ += "- ";
    dash_ = false;
    out_ += text;
    out_ += '\n';
  }

  std::string out_;
  std::string owner_;  // the class being written
  std::size_t depth_ = 0;
  bool dash_ = false;
};

}  // namespace

std::string dump(const InducedSchema& schema) {
  Writer writer;
  writer.pair("name", scalar(schema.name));
  const auto pairs = [&](std::string_view key, const std::map<std::string, std::string>& map) {
    if (map.empty()) return;
    writer.open(key);
    for (const auto& [name, text] : map) writer.pair(scalar(name), scalar(text));
    writer.close();
  };
  pairs("prefixes", schema.prefixes);
  pairs("settings", schema.settings);
  writer.field("annotations", schema.annotations);
  const auto section = [&](std::string_view key, const auto& elements, auto is_shown) {
    if (std::none_of(elements.begin(), elements.end(), is_shown)) return;
    writer.open(key);
    for (const auto& element : elements) {
      if (is_shown(element)) writer.write(element);
    }
    writer.close();
  };
  const auto all = [](const auto&) { return true; };
  // Types that every schema has are omitted.
  section("types", schema.types, [](const InducedType& type) {
    return type.base == BaseType::sql || (type.definition != nullptr && type.definition->name.span.known());
  });
  section("enums", schema.enums, all);
  section("classes", schema.classes, all);
  return writer.take();
}

}  // namespace schemac::linkml
