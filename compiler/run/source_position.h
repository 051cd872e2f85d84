// Where in a source the server's error position is.
//
// A statement that is run is not a copy of the source: names are qualified, YAML blocks are unfolded, a
// CREATE stands in front. But its words are the source's, in order; so the word at the error is looked for in
// the source, and of several places the one with the most equal neighbours is taken.
#pragma once
#include <cstddef>
#include <string_view>

#include "base/source.h"

namespace schemac::run {

// The span of the word of `statement` at the byte offset, in the file of `where` from its begin on; `where`
// itself if the word is not there.
Span find_in_source(const SourceMap& sources, Span where, std::string_view statement, std::size_t offset);

// Byte offset in text of a server's 1-based character position.
std::size_t byte_offset(std::string_view text, int character_position);

}  // namespace schemac::run
