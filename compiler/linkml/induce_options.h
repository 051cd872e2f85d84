// The options of induce(), in a file of their own: reading a project file needs no schema.
#pragma once
#include <map>
#include <string>

namespace schemac::linkml {

enum class SlotScope { global, module };

struct InduceOptions {
  SlotScope slot_scope = SlotScope::global;
  // Ranges that no source defines and that name a SQL type (option `types`, known extension types): name ->
  // SQL type.
  std::map<std::string, std::string> sql_types;
};

}  // namespace schemac::linkml
