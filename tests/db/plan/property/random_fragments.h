// Kinds of objects that stand beside the random tables: each fragment has some forms, any of which may become
// any other, or nothing, while its rows stay what they are. Written out rather than generated: what is hard
// about them is the step from one form to the next, not their number.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "plan/plan.h"

namespace schemac::test {

struct Fragment {
  std::string name;
  std::vector<std::string> forms;  // SQL scripts
  std::string rows;                // INSERTs that every form takes; empty: none
};

const std::vector<Fragment>& fragments();

// Which form of each fragment a state has: 0 = none, 1 = the first.
using FragmentForms = std::vector<std::size_t>;

// What the fragments "renamed_…" mean by their forms.
void declare_renames(const FragmentForms& from, const FragmentForms& to, DiffOptions& options);

}  // namespace schemac::test
