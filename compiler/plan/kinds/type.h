// Types that columns use: a recreated one is renamed aside, its replacement is created, the columns change to
// it, and the old one is dropped at the end.
#pragma once
#include <optional>
#include <string>

#include "plan/plan_draft.h"

namespace schemac {

// "public.color", "public.color[]" mention type public.color.
bool mentions_type(const std::string& type, const ObjectId& id);
void swap_type(PlanDraft& draft, const Object& old);
// The type of that name, if it is renamed aside for its replacement.
std::optional<ObjectId> swapped_type(const PlanDraft& draft, const std::string& type);

}  // namespace schemac
