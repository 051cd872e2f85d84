// The data that loading needs of each class: its slots by data key, its identifier, its table. Computed on
// first use and kept.
#pragma once
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "linkml/induce.h"
#include "load/rows.h"
#include "lower/lower.h"

namespace schemac {

struct ClassShape {
  const linkml::InducedClass* class_ = nullptr;
  const ClassStorage* storage = nullptr;
  const linkml::InducedSlot* identifier = nullptr;  // identifier or key
  const linkml::InducedSlot* designator = nullptr;
  const linkml::InducedSlot* simple_value = nullptr;  // the only other slot of a simple dictionary
  std::size_t table = SIZE_MAX;
  bool has_classified = false;  // a descendant has classification rules
  bool needs_key = false;       // other rows refer to its row: a surrogate key must be known before
  std::unordered_map<std::string, const linkml::InducedSlot*> slots;  // by data key
};

class ClassShapes {
 public:
  ClassShapes(const linkml::InducedSchema& schema, const std::map<std::string, ClassStorage>& storage,
              const std::vector<LoadTable>& tables);
  ClassShape& of(const std::string& class_name);
  // Its place in the caller's list; SIZE_MAX if the database has no such table.
  std::size_t find_table(const std::string& namespace_, const std::string& name) const;

 private:
  const linkml::InducedSchema& schema_;
  const std::map<std::string, ClassStorage>& storage_;
  std::map<std::string, ClassShape> shapes_;
  std::map<std::pair<std::string, std::string>, std::size_t> table_index_;
};

}  // namespace schemac
