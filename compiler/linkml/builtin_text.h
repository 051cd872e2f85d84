// The texts of the built-in modules: names, ranges and URIs of LinkML's own modules, without their
// documentation. Internal to builtin*.cpp.
#pragma once
#include <string_view>

namespace schemac::linkml {

extern const std::string_view metamodel_text;   // linkml:meta
extern const std::string_view datasets_text;    // linkml:datasets
extern const std::string_view validation_text;  // linkml:validation

}  // namespace schemac::linkml
