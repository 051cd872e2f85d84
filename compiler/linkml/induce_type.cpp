#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "linkml/induction.h"

namespace schemac::linkml {
namespace {

struct BaseName {
  std::string_view name;
  BaseType base;
};

constexpr std::array builtin_bases = {
    BaseName{"string", BaseType::string},
    BaseName{"integer", BaseType::integer},
    BaseName{"boolean", BaseType::boolean},
    BaseName{"float", BaseType::float_},
    BaseName{"double", BaseType::double_},
    BaseName{"decimal", BaseType::decimal},
    BaseName{"date", BaseType::date},
    BaseName{"time", BaseType::time},
    BaseName{"datetime", BaseType::datetime},
    BaseName{"date_or_datetime", BaseType::date_or_datetime},
    BaseName{"uri", BaseType::uri},
    BaseName{"uriorcurie", BaseType::uriorcurie},
    BaseName{"curie", BaseType::curie},
    BaseName{"ncname", BaseType::ncname},
    BaseName{"objectidentifier", BaseType::objectidentifier},
    BaseName{"nodeidentifier", BaseType::nodeidentifier},
    BaseName{"jsonpointer", BaseType::jsonpointer},
    BaseName{"jsonpath", BaseType::jsonpath},
    BaseName{"sparqlpath", BaseType::sparqlpath},
};

// A type without typeof is defined by `base`, the name of a Python class, or by `uri`.
constexpr std::array python_bases = {
    BaseName{"str", BaseType::string},
    BaseName{"int", BaseType::integer},
    BaseName{"Bool", BaseType::boolean},
    BaseName{"bool", BaseType::boolean},
    BaseName{"float", BaseType::float_},
    BaseName{"Decimal", BaseType::decimal},
    BaseName{"XSDDate", BaseType::date},
    BaseName{"XSDTime", BaseType::time},
    BaseName{"URIorCURIE", BaseType::uriorcurie},
    BaseName{"XSDDateTime", BaseType::datetime},
    BaseName{"URI", BaseType::uri},
    BaseName{"Curie", BaseType::curie},
    BaseName{"NCName", BaseType::ncname},
    BaseName{"ElementIdentifier", BaseType::objectidentifier},
    BaseName{"NodeIdentifier", BaseType::nodeidentifier},
};
constexpr std::array uri_bases = {
    BaseName{"xsd:string", BaseType::string},     BaseName{"xsd:integer", BaseType::integer},
    BaseName{"xsd:int", BaseType::integer},       BaseName{"xsd:long", BaseType::integer},
    BaseName{"xsd:boolean", BaseType::boolean},   BaseName{"xsd:float", BaseType::float_},
    BaseName{"xsd:double", BaseType::double_},    BaseName{"xsd:decimal", BaseType::decimal},
    BaseName{"xsd:date", BaseType::date},         BaseName{"xsd:time", BaseType::time},
    BaseName{"xsd:dateTime", BaseType::datetime}, BaseName{"xsd:anyURI", BaseType::uri},
};

template <std::size_t N>
std::optional<BaseType> look_up(const std::array<BaseName, N>& table, const OptionalText& name) {
  if (!name) return std::nullopt;
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const BaseName& entry) { return entry.name == name->value; });
  return found == table.end() ? std::nullopt : std::optional(found->base);
}

class TypeInducer {
 public:
  explicit TypeInducer(Induction& induction) : induction_(induction) {}

  InducedType run(const Type& definition) {
    InducedType induced;
    induced.name = definition.name.value;
    induced.definition = &definition;
    const Type* last = &definition;
    for (const Type* at = &definition; at != nullptr; at = parent(*at, induced.chain)) {
      induced.chain.push_back(at);
      last = at;
    }
    for (const Type* type : induced.chain) {
      for (const auto& [tag, value] : type->annotations) {
        if (!find_annotation(induced.annotations, tag.value)) induced.annotations.emplace_back(tag, value);
      }
    }
    const auto* builtin = induction_.symbols.find_type(last->name.value);
    const bool is_builtin = builtin != nullptr && induction_.module(builtin->module).file == 0;
    if (is_builtin) induced.builtin = last->name.value;
    induced.base = base(*last, induced.chain, is_builtin);
    return induced;
  }

 private:
  const Type* parent(const Type& type, const std::vector<const Type*>& chain) {
    if (!type.typeof_) return nullptr;
    const auto* found = induction_.symbols.find_type(type.typeof_->value);
    if (found == nullptr) {
      if (induction_.first_report("unknown-type", type.typeof_->span)) {
        induction_.unknown_name("unknown-type", *type.typeof_, "type", induction_.symbols.types(),
                                fmt::format("typeof of '{}'", type.name.value));
      }
      return nullptr;
    }
    if (std::find(chain.begin(), chain.end(), found->element) == chain.end()) return found->element;
    // A cycle is reported once, for the member that is declared first.
    const bool speaks = std::all_of(chain.begin(), chain.end(), [&](const Type* member) {
      return found->element->name.span <= member->name.span;
    });
    if (chain.front() == found->element && speaks &&
        induction_.first_report("inheritance-cycle", type.name.span)) {
      induction_.diagnostics.error("inheritance-cycle", type.typeof_->span,
                                   fmt::format("the type '{}' is its own ancestor through '{}'",
                                               found->element->name.value, type.name.value),
                                   "remove one of the links");
    }
    return nullptr;
  }

  BaseType base(const Type& root, const std::vector<const Type*>& chain, bool is_builtin) {
    if (is_builtin) {
      if (const auto known = look_up(builtin_bases, OptionalText(root.name))) return *known;
    }
    // The uri is more precise: float and double have the same base.
    for (const Type* type : chain) {
      const auto by_base = look_up(python_bases, type->base);
      const auto by_uri = look_up(uri_bases, type->uri);
      if (by_base && *by_base != BaseType::float_ && *by_base != BaseType::string) return *by_base;
      if (by_uri) return *by_uri;
      if (by_base) return *by_base;
    }
    for (const Type* type : chain) {
      if (!type->union_of.empty()) return union_base(*type, chain);
    }
    if (!root.typeof_ && !root.base && !root.uri &&
        induction_.first_report("type-without-base", root.name.span)) {
      induction_.diagnostics.warning(
          "type-without-base", root.name.span,
          fmt::format("the type '{}' has neither typeof nor base; it is treated as a string",
                      root.name.value),
          "state one of them, e.g. 'typeof: string'");
    }
    return BaseType::string;
  }

  BaseType union_base(const Type& type, std::vector<const Type*> chain) {
    if (const auto known = unions_.find(&type); known != unions_.end()) return known->second;
    constexpr std::size_t deepest = 1000;
    if (open_.size() >= deepest) {
      if (induction_.first_report("nested-too-deep", type.name.span)) {
        induction_.diagnostics.error("nested-too-deep", type.name.span,
                                     fmt::format("more than {} unions of types are nested", deepest),
                                     "list the types of the inner unions in the outer one");
      }
      return BaseType::any;
    }
    open_.push_back(&type);
    std::optional<BaseType> common;
    for (const Text& name : type.union_of) {
      const auto* found = induction_.symbols.find_type(name.value);
      // A union that contains itself adds no types.
      if (found == nullptr || std::find(chain.begin(), chain.end(), found->element) != chain.end() ||
          std::find(open_.begin(), open_.end(), found->element) != open_.end())
        continue;
      const BaseType member = run(*found->element).base;
      common = common && *common != member ? BaseType::any : member;
      if (*common == BaseType::any) break;
    }
    open_.pop_back();
    return unions_[&type] = common.value_or(BaseType::any);
  }

  Induction& induction_;
  std::vector<const Type*> open_;  // unions that are being visited
  std::map<const Type*, BaseType> unions_;
};

}  // namespace

void induce_types(Induction& induction, InducedSchema& schema) {
  TypeInducer inducer(induction);
  for (const auto& module : induction.graph.modules) {
    for (const Type& definition : module->types) {
      if (induction.symbols.find_type(definition.name.value)->element != &definition) continue;
      schema.types.push_back(inducer.run(definition));
    }
  }
  const auto is_declared = [&](std::string_view name) {
    return induction.symbols.find_class(name) != nullptr || induction.symbols.find_enum(name) != nullptr ||
           induction.symbols.find_type(name) != nullptr;
  };
  for (const auto& [name, sql_type] : induction.options.sql_types) {
    if (is_declared(name)) continue;
    InducedType induced;
    induced.name = name;
    induced.base = BaseType::sql;
    induced.sql_type = sql_type;
    schema.types.push_back(std::move(induced));
  }
  if (!is_declared("Any") && !induction.options.sql_types.contains("Any")) {
    InducedType any;
    any.name = "Any";
    any.base = BaseType::any;
    schema.types.push_back(std::move(any));
  }
}

}  // namespace schemac::linkml
