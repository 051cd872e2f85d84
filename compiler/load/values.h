// Data values -> text for COPY, strict about JSON types: 5 is not a string and "5" is not an integer.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "linkml/induce.h"
#include "load/data_file.h"
#include "load/shapes.h"

namespace schemac {

struct ValueText {
  std::optional<std::string> text;
  std::string wanted;  // if the value does not fit: "an integer"
};

// The value as one of the range: a type, an enum, or a class by its identifier.
ValueText text_in_range(const linkml::InducedSchema& schema, ClassShapes& shapes, const std::string& range,
                        const Datum& value);
// The ranges that a value of the slot may have: those of its branches if any has one, else its own.
std::vector<std::string> ranges_of(const linkml::InducedSlot& slot);
// An element of PostgreSQL's text form of an array, in quotes.
std::string array_element(const std::string& text);

}  // namespace schemac
