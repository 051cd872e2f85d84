// Maps the server's error position to a source.
//
// The statement that runs is not a copy of the source: names are qualified, YAML blocks are unfolded, CREATE
// is added. But it has the words of the source, in order. So the word at the error is searched in the source;
// of several places, the one with the most equal neighbours is chosen.
#pragma once
#include <cstddef>
#include <string_view>

#include "base/source.h"

namespace schemac {

// The span of the word of `statement` at the byte offset, searched in the file of `where` from its begin on;
// `where` itself if the word is not found.
Span find_in_source(const SourceMap& sources, Span where, std::string_view statement, std::size_t offset);

// Byte offset in text of a server's 1-based character position.
std::size_t byte_offset(std::string_view text, int character_position);

}  // namespace schemac
