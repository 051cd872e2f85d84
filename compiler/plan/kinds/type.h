// Types and collations that columns use: a recreated one is renamed aside, its replacement is created, the
// columns change to it, and the old one is dropped at the end.
#pragma once
#include <optional>
#include <string>

#include "plan/choose_actions.h"
#include "plan/plan_draft.h"

namespace schemac {

// "public.color", "public.color[]" mention type public.color; a multirange and its arrays mention its range.
// The catalog defines the type.
bool mentions_type(const std::string& type, const ObjectId& id, const Catalog& catalog);
// The columns that store values of the table's row type, which is to be rewritten or recreated, are set
// aside, also those of types made of it, and those of the tables below it.
void set_row_values_aside(ActionChooser& chooser, const ObjectId& table);
// The column's values are of the type, or are compared by the collation.
bool uses_type(const Column& column, const ObjectId& id, const Catalog& catalog);
// A kind whose objects are renamed aside while columns change to their replacement.
bool is_swappable(Kind kind);
// An old type stays until those that contain it are dropped: what a swapped one contains is swapped, too.
void swap_contained(ActionChooser& chooser);
void swap_type(PlanDraft& draft, const Object& old);
// The type of that name, if it is renamed aside for its replacement.
std::optional<ObjectId> swapped_type(const PlanDraft& draft, const std::string& type);

}  // namespace schemac
