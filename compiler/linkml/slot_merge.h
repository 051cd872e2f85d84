// How two slots are merged: a slot with its parent, and with a class's slot_usage.
#pragma once
#include "linkml/schema.h"

namespace schemac::linkml {

// Copies the metaslots that a slot inherits from its is_a or a mixin: those that the metamodel marks as
// inherited (slot_fields.h), if the slot does not set them itself. `required: false` counts as set.
void inherit_metaslots(Slot& slot, const Slot& parent);

// slot_usage: everything that it sets overrides, except that bounds only narrow. Annotations are merged by
// tag.
void apply_usage(Slot& slot, const Slot& usage);

// Equal except for documentation: title, description, aliases, deprecation.
bool same_meaning(const Slot& a, const Slot& b);

// -1, 0, 1 if a comes before, with or after b: by number, else by text (dates).
int compare_values(std::string_view a, std::string_view b);

}  // namespace schemac::linkml
