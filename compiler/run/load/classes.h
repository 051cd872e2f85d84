// Which class an object of data is of: what designates its type, and classification rules.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "linkml/induce.h"
#include "lower/lower.h"
#include "pipeline/instance.h"

namespace schemac::run {

// By name, or else as generators spell it, if that means one class; nullptr if none.
const linkml::InducedClass* find_class_of_data(const linkml::InducedSchema& schema, std::string_view name);

// Does a designator's value name the class: by name, class_uri, or a CURIE or URI that ends in its name?
bool designates(const linkml::InducedSchema& schema, std::string_view value,
                const linkml::InducedClass& class_);

// classification_rules: the one class below `declared` whose rules the object fulfils; `declared` itself if
// there is none or if there are several of which none is below the others.
const linkml::InducedClass* classify(const linkml::InducedSchema& schema,
                                     const linkml::InducedClass& declared, const Datum& object);

}  // namespace schemac::run
