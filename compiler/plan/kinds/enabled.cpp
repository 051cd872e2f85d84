#include "plan/kinds/enabled.h"

namespace schemac {

std::string enabled_statement(const ObjectId& id, std::string_view what, const std::string& enabled) {
  const std::string word = enabled == "disabled"  ? "DISABLE "
                           : enabled == "replica" ? "ENABLE REPLICA "
                           : enabled == "always"  ? "ENABLE ALWAYS "
                                                  : "ENABLE ";
  return "ALTER TABLE " + qualified_name(id.namespace_, id.relation) + " " + word + std::string(what) + " " +
         quote_identifier(id.name);
}

}  // namespace schemac
