// Values of data -> text that COPY takes, strict about JSON types: 5 is no string and "5" no integer.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "linkml/induce.h"
#include "pipeline/instance.h"
#include "run/load/shapes.h"

namespace schemac::run {

struct ValueText {
  std::optional<std::string> text;
  std::string wanted;  // where the value does not fit: "an integer"
};

// The value as one of the range: a type, an enum, or a class by its identifier.
ValueText text_in_range(const linkml::InducedSchema& schema, ClassShapes& shapes, const std::string& range,
                        const Datum& value);
// Ranges that a value of the slot may have: those of its branches where any has one, else its own.
std::vector<std::string> ranges_of(const linkml::InducedSlot& slot);
// An element of PostgreSQL's text form of an array, in quotes.
std::string array_element(const std::string& text);

}  // namespace schemac::run
