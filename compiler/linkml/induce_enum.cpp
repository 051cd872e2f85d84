#include <algorithm>

#include <fmt/format.h>

#include "linkml/induction.h"

namespace schemac::linkml {
namespace {

// The static values of an enum expression, in the order of the text: own, inherited, concepts, included;
// values that `minus` names are removed last.
class EnumInducer {
 public:
  explicit EnumInducer(Induction& induction) : induction_(induction) {}

  InducedEnum run(const Enum& definition, const Module& module) {
    InducedEnum induced;
    induced.name = definition.name.value;
    induced.definition = &definition;
    induced.module = &module;
    path_ = {&definition};
    Values values = evaluate(definition);
    induced.values = std::move(values.list);
    induced.dynamic = values.dynamic;
    induced.open = induced.values.empty() && !values.restricted;
    return induced;
  }

 private:
  struct Values {
    std::vector<InducedPermissibleValue> list;
    std::unordered_set<std::string> texts;
    bool dynamic = false;
    bool restricted = false;  // some static part lists values
    void add(InducedPermissibleValue value) {
      restricted = true;
      if (texts.insert(value.text).second) list.push_back(std::move(value));
    }
  };

  Values evaluate(const EnumExpression& expression) {
    Values values;
    values.dynamic = expression.reachable_from || expression.matches || expression.code_set;
    for (const PermissibleValue& value : expression.permissible_values) {
      values.add({value.name.value, value.description ? value.description->value : std::string(),
                  value.meaning ? value.meaning->value : std::string(), &value});
    }
    for (const Text& name : expression.inherits) inherit(values, name);
    for (const Text& concept_ : expression.concepts)
      values.add({concept_.value, {}, concept_.value, nullptr});
    for (const EnumExpression& include : expression.include) take(values, evaluate(include));
    for (const EnumExpression& minus : expression.minus) {
      const Values removed = evaluate(minus);
      values.dynamic = values.dynamic || removed.dynamic;
      std::erase_if(values.list, [&](const auto& value) { return removed.texts.contains(value.text); });
    }
    return values;
  }

  static void take(Values& into, Values from) {
    into.dynamic = into.dynamic || from.dynamic;
    into.restricted = into.restricted || from.restricted;
    for (InducedPermissibleValue& value : from.list) into.add(std::move(value));
  }

  void inherit(Values& values, const Text& name) {
    const auto* parent = induction_.symbols.find_enum(name.value);
    if (parent == nullptr) {
      if (induction_.first_report("unknown-enum", name.span)) {
        induction_.unknown_name("unknown-enum", name, "enum", induction_.symbols.enums(), "inherits");
      }
      return;
    }
    if (std::find(path_.begin(), path_.end(), parent->element) != path_.end()) {
      // A cycle is reported once, for the member that is declared first.
      const bool speaks = std::all_of(path_.begin(), path_.end(), [&](const Enum* member) {
        return parent->element->name.span <= member->name.span;
      });
      if (path_.front() == parent->element && speaks &&
          induction_.first_report("inheritance-cycle", name.span)) {
        induction_.diagnostics.error("inheritance-cycle", name.span,
                                     fmt::format("the enum '{}' inherits itself", name.value),
                                     "remove one of the links");
      }
      return;
    }
    constexpr std::size_t deepest = 1000;
    if (path_.size() >= deepest) {
      if (induction_.first_report("nested-too-deep", name.span)) {
        induction_.diagnostics.error(
            "nested-too-deep", name.span,
            fmt::format("more than {} enums inherit from one another in a chain", deepest),
            "let them inherit from one enum that has the common values");
      }
      return;
    }
    path_.push_back(parent->element);
    take(values, evaluate(*parent->element));
    path_.pop_back();
  }

  Induction& induction_;
  std::vector<const Enum*> path_;  // enums being evaluated
};

}  // namespace

void induce_enums(Induction& induction, InducedSchema& schema) {
  EnumInducer inducer(induction);
  for (const auto& module : induction.graph.modules) {
    for (const Enum& definition : module->enums) {
      if (induction.symbols.find_enum(definition.name.value)->element != &definition) continue;
      schema.enums.push_back(inducer.run(definition, *module));
    }
  }
}

}  // namespace schemac::linkml
