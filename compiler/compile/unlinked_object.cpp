#include "compile/unlinked_object.h"

namespace schemac {

namespace {

struct UniqueKey {
  using Columns = const std::vector<std::string>*;

  Columns operator()(const LinkedDefinition&) const { return nullptr; }
  Columns operator()(const LinkmlDefinition& definition) const {
    const Object& object = definition.object->object;
    if (const auto* index = body_as<Index>(object))
      return index->unique && !index->partial ? &index->columns : nullptr;
    if (const auto* constraint = body_as<Constraint>(object)) {
      const bool key =
          constraint->type == ConstraintType::primary_key || constraint->type == ConstraintType::unique;
      return key ? &constraint->columns : nullptr;
    }
    return nullptr;
  }
  Columns operator()(const SqlDefinition& definition) const {
    if (!definition.unique) return nullptr;
    return &static_cast<const std::vector<std::string>&>(definition.key_columns);
  }
};

}  // namespace

const std::vector<std::string>* unique_key_of(const UnlinkedObject& object) {
  return std::visit(UniqueKey(), object.definition);
}

}  // namespace schemac
