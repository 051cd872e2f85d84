// Parse tree -> the names that a statement refers to without defining them. Private to sqlfile.
//
// CTE names hide relations by PostgreSQL's scoping (a plain WITH sees the entries before it, WITH RECURSIVE
// all). Names without a known place in the text (function of a trigger, operator class) have length 0.
#pragma once
#include <vector>

#include "sqlfile/parser.h"

namespace schemac::sql {

// Of a tree of any depth. shift is subtracted from the tree's locations (the length of a prefix that was put
// before the text to parse it).
void collect_references(const Json& node, std::string_view text, const std::vector<Token>& tokens,
                        std::size_t shift, std::vector<Reference>& out);

// Of one node, whose wrapper would be {node_name: node}.
void collect_references(std::string_view node_name, const Json& node, std::string_view text,
                        const std::vector<Token>& tokens, std::vector<Reference>& out);

// Names in the body of a function that is given as a string; soft, best effort, never an error.
void collect_body_references(std::string_view body, std::vector<Reference>& out);

// Sorted by place, without repeats.
void sort_references(std::vector<Reference>& references);

}  // namespace schemac::sql
