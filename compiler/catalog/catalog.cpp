#include "catalog/catalog.h"

namespace schemac {

const Object* Catalog::find(const ObjectId& id) const {
  const auto found = objects.find(id);
  return found == objects.end() ? nullptr : &found->second;
}

Object* Catalog::find(const ObjectId& id) {
  const auto found = objects.find(id);
  return found == objects.end() ? nullptr : &found->second;
}

void Catalog::add(Object object) {
  ObjectId id = object.id;
  objects.insert_or_assign(std::move(id), std::move(object));
}

}  // namespace schemac
