// The positions in the file of the bytes of a scalar's value.
//
// YAML folds lines, strips indentation and replaces escapes, so offsets in a value are not offsets in the
// file, and the parser gives only the start of a scalar. The value and the source are read in parallel: the
// value shows how the parser folded, so the two never disagree. O(source length).
#pragma once
#include <cstddef>
#include <string_view>

#include "yaml/value.h"

namespace schemac::yaml {

// The style of the scalar whose first byte is text[begin].
ScalarStyle scalar_style(std::string_view text, std::size_t begin);

// Offset in text of byte `offset` of the value; for offset == value.size() the place after its last byte.
// `begin` is the scalar's first byte (the quote, the | or >).
std::size_t source_offset(std::string_view text, std::size_t begin, ScalarStyle style, std::string_view value,
                          std::size_t offset);

// One past the scalar's last byte, including the closing quote.
std::size_t scalar_end(std::string_view text, std::size_t begin, ScalarStyle style, std::string_view value);

}  // namespace schemac::yaml
