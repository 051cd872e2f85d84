// LinkML types -> PostgreSQL types, and literals of them.
#include <algorithm>
#include <array>
#include <cctype>

#include "lower/lowering.h"

namespace schemac {

using linkml::BaseType;
using Family = ValueType::Family;

namespace {

// "numeric(10,2)" -> "numeric"; lower case.
std::string bare_name(std::string_view sql) {
  std::string bare = trimmed(sql.substr(0, sql.find_first_of("([")));
  std::transform(bare.begin(), bare.end(), bare.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return bare;
}

struct Spelling {
  std::string_view written, printed;
};
constexpr std::array spellings{
    Spelling{"int", "integer"},
    Spelling{"int4", "integer"},
    Spelling{"int8", "bigint"},
    Spelling{"int2", "smallint"},
    Spelling{"float", "double precision"},
    Spelling{"float8", "double precision"},
    Spelling{"float4", "real"},
    Spelling{"bool", "boolean"},
    Spelling{"decimal", "numeric"},
    Spelling{"varchar", "character varying"},
    Spelling{"char", "character"},
    Spelling{"timestamptz", "timestamp with time zone"},
    Spelling{"timestamp", "timestamp without time zone"},
    Spelling{"timetz", "time with time zone"},
    Spelling{"time", "time without time zone"},
};

std::string printed_type(std::string_view sql) {
  const std::string bare = bare_name(sql);
  const std::size_t tail = sql.find_first_of("([");
  const std::string rest = tail == std::string_view::npos ? "" : std::string(sql.substr(tail));
  for (const Spelling& spelling : spellings) {
    if (spelling.written != bare) continue;
    if (const std::size_t space = spelling.printed.find(" with");
        !rest.empty() && rest.front() == '(' && space != std::string_view::npos) {
      return std::string(spelling.printed.substr(0, space)) + rest +
             std::string(spelling.printed.substr(space));
    }
    return std::string(spelling.printed) + rest;
  }
  return trimmed(sql);
}

Family family_of(const std::string& sql) {
  if (sql.ends_with("[]")) return Family::other;
  const std::string bare = bare_name(sql);
  if (bare == "integer" || bare == "bigint" || bare == "smallint") return Family::integer;
  if (bare == "numeric" || bare == "real" || bare == "double precision") return Family::number;
  if (bare == "boolean") return Family::boolean;
  if (bare == "text" || bare == "character varying" || bare == "character" || bare == "citext" ||
      bare == "public.citext") {
    return Family::text;
  }
  if (bare == "date") return Family::date;
  if (bare.starts_with("timestamp")) return Family::timestamp;
  if (bare.starts_with("time")) return Family::time;
  if (bare == "jsonb" || bare == "json") return Family::json;
  return Family::other;
}

std::string_view default_sql(BaseType base) {
  switch (base) {
    case BaseType::integer:
      return "integer";
    case BaseType::boolean:
      return "boolean";
    case BaseType::float_:
    case BaseType::double_:
      return "double precision";
    case BaseType::decimal:
      return "numeric";
    case BaseType::date:
      return "date";
    case BaseType::time:
      return "time without time zone";
    case BaseType::datetime:
      return "timestamp with time zone";
    case BaseType::any:
      return "jsonb";
    case BaseType::string:
    case BaseType::date_or_datetime:
    case BaseType::uri:
    case BaseType::uriorcurie:
    case BaseType::curie:
    case BaseType::ncname:
    case BaseType::objectidentifier:
    case BaseType::nodeidentifier:
    case BaseType::jsonpointer:
    case BaseType::jsonpath:
    case BaseType::sparqlpath:
    case BaseType::sql:
      return "text";
  }
  return "text";
}

bool is_number(std::string_view text, bool integer) {
  std::size_t i = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  std::size_t digits = 0;
  const auto take_digits = [&] {
    while (i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])) != 0) ++i, ++digits;
  };
  take_digits();
  if (!integer && i < text.size() && text[i] == '.') {
    ++i;
    take_digits();
  }
  if (digits == 0) return false;
  if (!integer && i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    digits = 0;
    take_digits();
    if (digits == 0) return false;
  }
  // "10.0" is an integer too.
  if (integer && i < text.size() && text[i] == '.') {
    return text.find_first_not_of('0', i + 1) == std::string_view::npos;
  }
  return i == text.size();
}

// "dddd-dd-dd" with d digits, everything else literal; the value may continue after it.
bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool digit = std::isdigit(static_cast<unsigned char>(text[i])) != 0;
    if (shape[i] == 'd' ? !digit : text[i] != shape[i]) return false;
  }
  return true;
}

}  // namespace

const ExtensionType* extension_type(std::string_view sql) {
  const std::string bare = bare_name(sql);
  return find_extension_type(std::string_view(bare).substr(bare.starts_with("public.") ? 7 : 0));
}

ValueType named_sql_type(Lowering& lowering, const std::string& sql) {
  ValueType type;
  type.base = BaseType::sql;
  type.sql = printed_type(sql);
  type.family = family_of(type.sql);
  if (const ExtensionType* const known = extension_type(type.sql)) {
    // The server prints types of extensions with their schema.
    if (!type.sql.starts_with("public.")) type.sql = "public." + type.sql;
    type.needs.push_back({Kind::extension, {}, {}, std::string(known->extension)});
    type.small_btree_key = known->small_btree_key;
    lowering.extensions.emplace(known->extension);
  } else if (type.family == Family::json || bare_name(sql) == "xml" || bare_name(sql) == "bytea" ||
             bare_name(sql) == "tsvector") {
    type.small_btree_key = false;
  }
  return type;
}

namespace {

ValueType find_type_of_range(Lowering& lowering, const std::string& range) {
  const auto option = lowering.options.types.find(range);
  if (const linkml::InducedType* type = lowering.schema.find_type(range)) {
    ValueType value;
    if (const linkml::Value* annotation = lowering.annotations.of_type(*type, "sql_type")) {
      value = named_sql_type(lowering, text_of(annotation));
    } else if (option != lowering.options.types.end()) {
      value = named_sql_type(lowering, option->second);
    } else if (type->base == BaseType::sql) {
      value = named_sql_type(lowering, type->sql_type);
    } else {
      // An option for a type that this one is based on applies, too, the nearest first.
      value.sql = default_sql(type->base);
      value.family = family_of(value.sql);
      value.small_btree_key = value.family != Family::json;
      for (const linkml::Type* link : type->chain) {
        const auto inherited = lowering.options.types.find(link->name.value);
        if (inherited == lowering.options.types.end()) continue;
        value = named_sql_type(lowering, inherited->second);
        break;
      }
      const auto builtin = lowering.options.types.find(type->builtin);
      if (!type->builtin.empty() && builtin != lowering.options.types.end()) {
        value = named_sql_type(lowering, builtin->second);
      }
    }
    value.base = type->base;
    value.type = type;
    return value;
  }
  if (lowering.schema.find_enum(range) != nullptr) {
    const auto found = lowering.enum_types.find(range);
    if (found != lowering.enum_types.end()) return found->second;
  }
  if (option != lowering.options.types.end()) return named_sql_type(lowering, option->second);
  if (extension_type(range) != nullptr) return named_sql_type(lowering, range);
  ValueType any;
  if (const ClassLayout* layout = lowering.layout(range); layout != nullptr) {
    any.sql = "jsonb";
    any.family = Family::json;
    any.base = BaseType::any;
    any.small_btree_key = false;
  }
  return any;
}

}  // namespace

const ValueType& type_of_range(Lowering& lowering, const std::string& range) {
  const auto known = lowering.range_types.find(range);
  if (known != lowering.range_types.end()) return known->second;
  return lowering.range_types.emplace(range, find_type_of_range(lowering, range)).first->second;
}

std::optional<std::string> literal(const ValueType& type, std::string_view written) {
  const std::string value = trimmed(written);
  switch (type.family) {
    case Family::integer:
      if (!is_number(value, true)) return std::nullopt;
      return value.substr(value.front() == '+' ? 1 : 0, value.find('.') - (value.front() == '+' ? 1 : 0));
    case Family::number:
      if (!is_number(value, false)) return std::nullopt;
      return value.front() == '+' ? value.substr(1) : value;
    case Family::boolean: {
      linkml::Value scalar;
      scalar.type = linkml::Value::Type::scalar;
      scalar.scalar = value;
      const std::optional<bool> truth = linkml::as_boolean(scalar);
      if (!truth) return std::nullopt;
      return *truth ? "true" : "false";
    }
    case Family::date:
      if (!has_shape(value, "dddd-dd-dd") || value.size() != 10) return std::nullopt;
      return quote_literal(value) + "::date";
    case Family::time:
      if (!has_shape(value, "dd:dd")) return std::nullopt;
      return quote_literal(value) + "::time without time zone";
    case Family::timestamp:
      if (!has_shape(value, "dddd-dd-dd")) return std::nullopt;
      return quote_literal(value) + "::" + type.sql;
    case Family::text:
      return quote_literal(std::string(written));
    case Family::enumeration: {
      const auto& values = type.enumeration->values;
      const bool known =
          std::any_of(values.begin(), values.end(), [&](const auto& each) { return each.text == written; });
      if (!known && !type.enumeration->open && !type.enumeration->dynamic) return std::nullopt;
      return quote_literal(std::string(written)) + (type.sql == "text" ? "" : "::" + type.sql);
    }
    case Family::json:
      if (value == "true" || value == "false" || is_number(value, false)) {
        return quote_literal(value) + "::jsonb";
      }
      return "to_jsonb(" + quote_literal(std::string(written)) + "::text)";
    case Family::other:
      return quote_literal(std::string(written)) + "::" + type.sql;
  }
  return std::nullopt;
}

}  // namespace schemac
