#include "conversion/conversion.h"

#include <algorithm>

#include "catalog/identifier.h"
#include "catalog/name_style.h"

namespace schemac {
namespace {

int integer_width(const std::string& type) {
  if (type == "smallint") return 2;
  if (type == "integer") return 4;
  return type == "bigint" ? 8 : 0;
}

// numeric to numeric: precision and scale, or none.
Conversion between_scales(const std::vector<int>& old_size, const std::vector<int>& new_size) {
  Conversion result;
  const int old_scale = old_size.size() > 1 ? old_size[1] : 0;
  const int new_scale = new_size.size() > 1 ? new_size[1] : 0;
  if (new_size.empty()) {
    result.rewrites = false;
  } else {
    result.loses = old_size.empty() || new_scale < old_scale;
    result.may_fail = old_size.empty() || new_size[0] - new_scale < old_size[0] - old_scale;
    result.rewrites = old_size.empty() || new_scale != old_scale || new_size[0] < old_size[0];
  }
  return result;
}

Conversion within_family(const std::string& from, const std::string& to) {
  Conversion result;
  const std::string old = base_type(from);
  const std::string wanted = base_type(to);
  const std::vector<int> old_size = type_modifiers(from);
  const std::vector<int> new_size = type_modifiers(to);
  switch (type_family(from)) {
    case TypeFamily::string: {
      const bool padded = old == "character" || wanted == "character";
      const bool shorter = !new_size.empty() && (old_size.empty() || new_size[0] < old_size[0]);
      result.rewrites = padded || shorter;
      result.may_fail = shorter || (wanted == "character" && new_size.empty());
      break;
    }
    case TypeFamily::integer:
      result.may_fail = integer_width(wanted) < integer_width(old);
      break;
    case TypeFamily::number:
      if (old == wanted) return between_scales(old_size, new_size);
      result.may_fail = wanted == "numeric" ? !new_size.empty() : true;
      result.loses = wanted != "numeric" && !(old == "real" && wanted == "double precision");
      if (!result.loses && old == "real") result.may_fail = !new_size.empty();
      break;
    case TypeFamily::moment:
      result.loses =
          (wanted == "date" && old != "date") || (wanted == "time without time zone" && old != wanted);
      if (wanted == "time without time zone" && old == "date") result.may_fail = true;
      break;
    case TypeFamily::json:
    case TypeFamily::boolean:
    case TypeFamily::other:
      break;
  }
  return result;
}

bool is_number(TypeFamily family) { return family == TypeFamily::integer || family == TypeFamily::number; }

class Converter {
 public:
  Converter(const std::string& column, const TypeIn& from, const TypeIn& to, bool remade)
      : column_(column),
        value_(quote_identifier(column)),
        from_(from),
        to_(to),
        remade_(remade),
        old_(type_shape(from.type, from.catalog)),
        wanted_(type_shape(to.type, to.catalog)) {}

  Conversion run() const {
    Conversion result = convert();
    const bool other_type = remade_ || from_.type != to_.type;
    result.may_fail =
        result.may_fail || (other_type && !wanted_.checks.empty() && !passed_checks(result.loses));
    return result;
  }

 private:
  Conversion convert() const {
    const bool reads_text = old_.form == TypeForm::text || old_.form == TypeForm::json;
    const bool writes_text = wanted_.form == TypeForm::text || wanted_.form == TypeForm::json;
    if (wanted_.form == TypeForm::json && !reads_text) return to_json();
    if (old_.form == TypeForm::json && !writes_text) return from_json();
    if (old_.form == TypeForm::composite && wanted_.form == TypeForm::composite) return between_composites();
    if (old_.form == TypeForm::array && wanted_.form == TypeForm::array) return between_arrays();
    if (wanted_.form == TypeForm::array) return into_array();
    if (is_structured(old_.form) && takes_any_text(base_type(wanted_.type))) return refused();
    return remade_ ? between_remade() : between_scalars();
  }

  // Every value that the new domain refuses was already refused by the old one, and no value changes its
  // meaning.
  bool passed_checks(bool loses) const {
    const TypeFamily family = type_family(old_.type);
    const bool number = is_number(family) && is_number(type_family(wanted_.type));
    const bool same =
        old_.type == wanted_.type && (family == TypeFamily::boolean || family == TypeFamily::moment);
    return (number || same) && !loses &&
           std::none_of(wanted_.checks.begin(), wanted_.checks.end(),
                        [](const std::string& check) { return check.ends_with(" NOT VALID"); }) &&
           std::includes(old_.checks.begin(), old_.checks.end(), wanted_.checks.begin(),
                         wanted_.checks.end());
  }

  static bool is_structured(TypeForm form) {
    return form == TypeForm::array || form == TypeForm::composite || form == TypeForm::range ||
           form == TypeForm::multirange;
  }
  static bool takes_any_text(const std::string& type) {
    return type == "bytea" || type == "tsvector" || type == "xml";
  }

  static Conversion by_text(std::string expression) {
    Conversion result;
    result.using_expression = std::move(expression);
    result.may_fail = true;
    return result;
  }

  // Fails for every value, with a reason.
  std::string failing_text() const {
    return "('no value of " + to_.type + ": ' || " + value_ + "::text)::integer::text";
  }
  Conversion refused() const { return by_text("(" + failing_text() + ")::" + to_.type); }

  static bool is_jsonb(const TypeShape& shape) { return base_type(shape.type) == "jsonb"; }
  std::string cast_to_domain() const { return wanted_.type == to_.type ? "" : "::" + to_.type; }

  Conversion to_json() const {
    Conversion result;
    result.using_expression =
        (is_jsonb(wanted_) ? "to_jsonb(" : "to_json(") + value_ + ")" + cast_to_domain();
    return result;
  }

  Conversion from_json() const {
    const std::string json = is_jsonb(old_) ? "jsonb" : "json";
    const std::string kind = json + "_typeof(" + value_ + ")";
    if (wanted_.form == TypeForm::array)
      return by_record(is_jsonb(old_) ? value_ : "to_jsonb(" + value_ + ")");
    if (wanted_.form == TypeForm::composite) {
      Conversion result =
          by_text("(CASE WHEN " + kind + " <> 'null' THEN " + json +
                  "_populate_record(NULL::" + wanted_.type + ", " + value_ + ") END)" + cast_to_domain());
      result.loses = true;  // keys that are not fields
      return result;
    }
    const std::string scalar = value_ + " #>> '{}'";
    // [1, 5] in JSON is a list of two numbers, and would be parsed as a range.
    if (is_structured(wanted_.form) || takes_any_text(base_type(wanted_.type))) {
      return by_text("(CASE WHEN " + kind + " IN ('array', 'object') THEN " + failing_text() + " ELSE " +
                     scalar + " END)::" + to_.type);
    }
    return by_text("(" + scalar + ")::" + to_.type);
  }

  // Through a record of one field, which parses JSON as the field's type: a temporary type, since no other
  // type has such a field.
  Conversion by_record(const std::string& json) const {
    const std::string type = "pg_temp." + quote_identifier(with_suffix(column_, "__value"));
    Conversion result = by_text("(jsonb_populate_record(NULL::" + type + ", jsonb_build_object('value', " +
                                json + "))).value");
    result.before = {"CREATE TYPE " + type + " AS (value " + to_.type + ")"};
    result.after = {"DROP TYPE " + type};
    return result;
  }

  // Both types write a value as the same text.
  static bool write_alike(const TypeIn& from, const TypeIn& to) {
    const TypeShape old = type_shape(from.type, from.catalog);
    const TypeShape wanted = type_shape(to.type, to.catalog);
    if (old.form == TypeForm::text || wanted.form == TypeForm::text)
      return true;  // can contain the text form of any type
    const auto is_scalar = [](TypeForm form) {
      return form == TypeForm::plain || form == TypeForm::enumeration;
    };
    if (old.form != wanted.form) return is_scalar(old.form) && is_scalar(wanted.form);
    if (old.form == TypeForm::array)
      return write_alike({old.element, from.catalog}, {wanted.element, to.catalog});
    if (old.form == TypeForm::composite) {
      return std::equal(
          old.fields.begin(), old.fields.end(), wanted.fields.begin(), wanted.fields.end(),
          [&](const auto& a, const auto& b) {
            return a.first == b.first && write_alike({a.second, from.catalog}, {b.second, to.catalog});
          });
    }
    return true;
  }

  bool loses_fields() const {
    return std::any_of(old_.fields.begin(), old_.fields.end(), [&](const auto& field) {
      return std::none_of(wanted_.fields.begin(), wanted_.fields.end(),
                          [&](const auto& other) { return other.first == field.first; });
    });
  }

  Conversion between_composites() const {
    if (!remade_ && from_.type == to_.type) return {};
    Conversion result;
    if (write_alike(from_, to_)) {
      result = by_text(value_ + "::text::" + to_.type);
    } else {
      // For NULL there is no record to fill.
      result = by_text("(CASE WHEN " + value_ + " IS DISTINCT FROM NULL THEN jsonb_populate_record(NULL::" +
                       wanted_.type + ", to_jsonb(" + value_ + ")) END)" + cast_to_domain());
    }
    result.loses = loses_fields();
    result.may_fail = fields_may_fail();
    return result;
  }

  // The values are converted through text, which does not round.
  bool fields_may_fail() const {
    return std::any_of(wanted_.fields.begin(), wanted_.fields.end(), [&](const auto& field) {
      const auto before = std::find_if(old_.fields.begin(), old_.fields.end(),
                                       [&](const auto& other) { return other.first == field.first; });
      if (before == old_.fields.end() || before->second == field.second) return false;
      const Conversion inner =
          Converter(column_, {before->second, from_.catalog}, {field.second, to_.catalog}, false).run();
      return inner.may_fail || inner.loses;
    });
  }

  Conversion between_arrays() const {
    const Conversion inner =
        Converter(column_, {old_.element, from_.catalog}, {wanted_.element, to_.catalog}, remade_).run();
    Conversion result;
    if (!write_alike(from_, to_)) {
      result = by_record("to_jsonb(" + value_ + ")");
    } else if (remade_ || !inner.using_expression.empty()) {
      result = by_text(value_ + "::text[]::" + to_.type);
    }
    result.may_fail = inner.may_fail;
    result.loses = inner.loses;
    return result;
  }

  // The value becomes the only element.
  Conversion into_array() const {
    const Conversion inner = Converter(column_, from_, {wanted_.element, to_.catalog}, remade_).run();
    Conversion result;
    const std::string& element = inner.using_expression.empty() ? value_ : inner.using_expression;
    result.using_expression =
        "CASE WHEN " + value_ + " IS NULL THEN NULL ELSE ARRAY[" + element + "]::" + to_.type + " END";
    result.may_fail = !inner.using_expression.empty() && inner.may_fail;
    result.loses = inner.loses;
    return result;
  }

  // Both types have the same name, so that only text can convert one to the other.
  Conversion between_remade() const {
    Conversion result = by_text(value_ + "::text::" + to_.type);
    if (wanted_.form == TypeForm::text && type_modifiers(wanted_.type).empty()) result.may_fail = false;
    if (old_.form != wanted_.form) return result;
    if (old_.form == TypeForm::enumeration || old_.type == wanted_.type) {
      result.may_fail = false;  // removed labels have their own hazard
    } else {
      const Conversion cast =
          Converter(column_, {old_.type, from_.catalog}, {wanted_.type, to_.catalog}, false).run();
      result.may_fail = cast.may_fail || cast.loses;  // text does not round
    }
    return result;
  }

  Conversion between_scalars() const {
    const std::string& from = from_.type;
    const std::string& to = to_.type;
    Conversion result;
    result.may_fail = true;
    const TypeFamily old = type_family(from);
    const TypeFamily wanted = type_family(to);
    if (base_type(from) == base_type(to) && is_array(from) == is_array(to)) {
      Conversion same = within_family(from, to);
      if (old == TypeFamily::other) same.may_fail = true;
      return same;
    }
    if (old == wanted && old != TypeFamily::other) return within_family(from, to);
    if (wanted == TypeFamily::string) {
      result.may_fail = !type_modifiers(to).empty() || base_type(to) == "character";
      return result;
    }
    if (is_number(old) && is_number(wanted)) {
      result.may_fail = !(old == TypeFamily::integer && type_modifiers(to).empty());
      result.loses = wanted == TypeFamily::integer;
      return result;
    }
    if ((from == "integer" && wanted == TypeFamily::boolean) ||
        (old == TypeFamily::boolean && to == "integer")) {
      result.using_expression = value_ + "::" + to;
      result.may_fail = false;
      return result;
    }
    if (old == TypeFamily::boolean && is_number(wanted)) {
      result.using_expression = value_ + "::integer::" + to;
      result.may_fail = false;
      return result;
    }
    if (const std::string cast = cast_beside_text(from, to); !cast.empty()) {
      result.using_expression = cast;
      result.loses = base_type(to) == "bit";
      return result;
    }
    result.using_expression = value_ + (old == TypeFamily::string ? "::" : "::text::") + to;
    return result;
  }

  // Pairs whose texts look alike but have different values: '101' as a bit string is 5.
  std::string cast_beside_text(const std::string& from, const std::string& to) const {
    const std::string old = base_type(from);
    const std::string wanted = base_type(to);
    const auto either = [&](const std::string& type, TypeFamily a, TypeFamily b) {
      const TypeFamily other = old == type ? type_family(to) : type_family(from);
      return (old == type || wanted == type) && (other == a || other == b);
    };
    if (either("bit varying", TypeFamily::integer, TypeFamily::number))
      return "(" + failing_text() + ")::" + to;
    if (either("bit", TypeFamily::integer, TypeFamily::integer)) return value_ + "::bigint::" + to;
    if (either("money", TypeFamily::integer, TypeFamily::number)) return value_ + "::numeric::" + to;
    const bool widens = old_.form == TypeForm::range && wanted_.form == TypeForm::multirange &&
                        old.substr(0, old.find("range")) == wanted.substr(0, wanted.find("multirange"));
    return widens ? value_ + "::" + to : std::string();
  }

  const std::string& column_;
  std::string value_;  // the expression of the existing value
  const TypeIn from_;
  const TypeIn to_;
  bool remade_;
  TypeShape old_;
  TypeShape wanted_;
};

}  // namespace

Conversion conversion(const std::string& column, const TypeIn& from, const TypeIn& to, bool remade) {
  return Converter(column, from, to, remade).run();
}

}  // namespace schemac
