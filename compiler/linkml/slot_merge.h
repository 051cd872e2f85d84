// How two slots are combined: a slot with its parent, and with a class's slot_usage.
#pragma once
#include "linkml/schema.h"

namespace schemac::linkml {

// Metaslots that a slot takes over from its is_a or a mixin: those the metamodel marks as inherited, where
// the slot has none of its own. `required: false` is one of its own.
void inherit_metaslots(Slot& slot, const Slot& parent);

// slot_usage: everything that it sets overrides, except that bounds only narrow. Annotations go by tag.
void apply_usage(Slot& slot, const Slot& usage);

// Equal but for names of documentation: title, description, aliases, deprecation.
bool same_meaning(const Slot& a, const Slot& b);

// -1, 0, 1 as a comes before, with or after b: by number, else by text (dates).
int compare_values(std::string_view a, std::string_view b);

}  // namespace schemac::linkml
