// The class of a data object, by its type designator and classification rules.
#pragma once
#include <string_view>

#include "linkml/induce.h"
#include "load/data_file.h"

namespace schemac {

// By name, else as generators write it, if that is unambiguous; nullptr if none.
const linkml::InducedClass* find_class_of_data(const linkml::InducedSchema& schema, std::string_view name);

// True if a designator's value names the class: by name, class_uri, or a CURIE or URI that ends in its name.
bool designates(const linkml::InducedSchema& schema, std::string_view value,
                const linkml::InducedClass& class_);

// classification_rules: the descendant of `declared` whose rules the object fulfils; `declared` itself if
// no descendant fits, or several fit and no one of them descends from all others.
const linkml::InducedClass* classify(const linkml::InducedSchema& schema,
                                     const linkml::InducedClass& declared, const Datum& object);

}  // namespace schemac
