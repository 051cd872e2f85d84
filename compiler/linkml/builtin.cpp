// The modules that are built into every LinkML tool. Names, base types and URIs; without the metamodel's own
// documentation.
#include <array>
#include <memory>
#include <mutex>

#include "linkml/builtin_text.h"
#include "linkml/read.h"

namespace schemac::linkml {
namespace {

struct BuiltinText {
  std::string_view import_name;
  std::string_view text;
};

const std::array builtin_texts = {
    BuiltinText{"linkml:types", R"(
id: https://w3id.org/linkml/types
name: types
default_prefix: linkml
default_range: string
prefixes:
  linkml: https://w3id.org/linkml/
  xsd: http://www.w3.org/2001/XMLSchema#
  shex: http://www.w3.org/ns/shex#
  schema: http://schema.org/
types:
  string: {uri: xsd:string, base: str}
  integer: {uri: xsd:integer, base: int}
  boolean: {uri: xsd:boolean, base: Bool, repr: bool}
  float: {uri: xsd:float, base: float}
  double: {uri: xsd:double, base: float}
  decimal: {uri: xsd:decimal, base: Decimal}
  time: {uri: xsd:time, base: XSDTime, repr: str}
  date: {uri: xsd:date, base: XSDDate, repr: str}
  datetime: {uri: xsd:dateTime, base: XSDDateTime, repr: str}
  date_or_datetime: {uri: linkml:DateOrDatetime, base: str, repr: str}
  uriorcurie: {uri: xsd:anyURI, base: URIorCURIE, repr: str}
  curie: {uri: xsd:string, base: Curie, repr: str}
  uri: {uri: xsd:anyURI, base: URI, repr: str}
  ncname: {uri: xsd:string, base: NCName, repr: str}
  objectidentifier: {uri: shex:iri, base: ElementIdentifier, repr: str}
  nodeidentifier: {uri: shex:nonLiteral, base: NodeIdentifier, repr: str}
  jsonpointer: {uri: xsd:string, base: str, repr: str}
  jsonpath: {uri: xsd:string, base: str, repr: str}
  sparqlpath: {uri: xsd:string, base: str, repr: str}
)"},
    BuiltinText{"linkml:mappings", R"(
id: https://w3id.org/linkml/mappings
name: mappings
imports: [linkml:types]
default_prefix: linkml
default_range: string
prefixes:
  linkml: https://w3id.org/linkml/
  skos: http://www.w3.org/2004/02/skos/core#
  OIO: http://www.geneontology.org/formats/oboInOwl#
  IAO: http://purl.obolibrary.org/obo/IAO_
slots:
  mappings: {range: uriorcurie, multivalued: true, slot_uri: skos:mappingRelation}
  exact mappings: {is_a: mappings, range: uriorcurie, multivalued: true, slot_uri: skos:exactMatch}
  close mappings: {is_a: mappings, range: uriorcurie, multivalued: true, slot_uri: skos:closeMatch}
  related mappings: {is_a: mappings, range: uriorcurie, multivalued: true, slot_uri: skos:relatedMatch}
  narrow mappings: {is_a: mappings, range: uriorcurie, multivalued: true, slot_uri: skos:narrowMatch}
  broad mappings: {is_a: mappings, range: uriorcurie, multivalued: true, slot_uri: skos:broadMatch}
  deprecated element has exact replacement: {range: uriorcurie, slot_uri: OIO:consider}
  deprecated element has possible replacement: {range: uriorcurie, slot_uri: IAO:0100001}
)"},
    BuiltinText{"linkml:extensions", R"(
id: https://w3id.org/linkml/extensions
name: extensions
imports: [linkml:types]
default_prefix: linkml
default_range: string
prefixes: {linkml: https://w3id.org/linkml/}
slots:
  extensions: {domain: extensible, range: extension, multivalued: true, inlined: true}
  extension_tag: {domain: extension, range: uriorcurie, alias: tag, required: true, key: true}
  extension_value: {domain: extension, range: AnyValue, alias: value, required: true}
classes:
  AnyValue: {class_uri: linkml:Any}
  extension: {slots: [extension_tag, extension_value, extensions]}
  extensible: {mixin: true, slots: [extensions]}
)"},
    BuiltinText{"linkml:annotations", R"(
id: https://w3id.org/linkml/annotations
name: annotations
imports: [linkml:types, linkml:extensions]
default_prefix: linkml
default_range: string
prefixes: {linkml: https://w3id.org/linkml/}
slots:
  annotations: {is_a: extensions, domain: annotatable, range: annotation, multivalued: true, inlined: true}
classes:
  annotatable: {mixin: true, slots: [annotations]}
  annotation: {is_a: extension, mixins: [annotatable]}
)"},
    BuiltinText{"linkml:units", R"(
id: https://w3id.org/linkml/units
name: units
imports: [linkml:types, linkml:extensions, linkml:annotations, linkml:mappings]
default_prefix: linkml
default_range: string
prefixes:
  linkml: https://w3id.org/linkml/
  qudt: http://qudt.org/schema/qudt/
  rdfs: http://www.w3.org/2000/01/rdf-schema#
slots:
  unit: {range: UnitOfMeasure, slot_uri: qudt:unit}
  ucum_code: {domain: UnitOfMeasure, recommended: true, slot_uri: qudt:ucumCode}
  derivation: {}
  has_quantity_kind: {range: uriorcurie, slot_uri: qudt:hasQuantityKind}
  iec61360code: {slot_uri: qudt:iec61360Code}
  symbol: {slot_uri: qudt:symbol}
  abbreviation: {slot_uri: qudt:abbreviation}
  descriptive_name: {slot_uri: rdfs:label}
classes:
  UnitOfMeasure:
    class_uri: qudt:Unit
    slots: [symbol, abbreviation, descriptive_name, exact mappings, ucum_code, derivation,
            has_quantity_kind, iec61360code]
    any_of:
      - slot_conditions: {ucum_code: {required: true}}
      - slot_conditions: {iec61360code: {required: true}}
      - slot_conditions: {symbol: {required: true}}
      - slot_conditions: {exact_mappings: {required: true}}
)"},
    BuiltinText{"linkml:array", R"(
id: https://w3id.org/linkml/lib/arrays
name: arrays
imports: [linkml:types]
default_prefix: linkml
default_range: string
prefixes: {linkml: https://w3id.org/linkml/}
slots:
  dimensions: {range: integer}
  axis: {range: OneDimensionalSeries, required: true}
  axis_index: {range: integer}
  array: {range: NDArray, required: true}
  elements: {range: Any, required: true, multivalued: true}
  series_label: {key: true}
  length: {range: integer, equals_expression: length(elements)}
  specified_input: {range: NDArray, multivalued: true}
  specified_output: {range: NDArray}
  operation_parameters: {range: Any, multivalued: true}
  array_linearization_order: {range: ArrayLinearizationOrderOptions}
enums:
  ArrayLinearizationOrderOptions:
    permissible_values: {COLUMN_MAJOR_ARRAY_ORDER: , ROW_MAJOR_ARRAY_ORDER: }
classes:
  Any: {class_uri: linkml:Any}
  DataStructure: {abstract: true}
  NDArray: {abstract: true, is_a: DataStructure, slots: [dimensions, elements, array_linearization_order]}
  OneDimensionalSeries: {is_a: NDArray, slot_usage: {dimensions: {equals_number: 1}}}
  DataArray: {is_a: DataStructure, slots: [axis, array]}
  GroupingByArrayOrder: {mixin: true}
  ColumnOrderedArray:
    mixin: true
    is_a: GroupingByArrayOrder
    slots: [array_linearization_order]
    slot_usage: {array_linearization_order: {ifabsent: string(COLUMN_MAJOR_ARRAY_ORDER)}}
  RowOrderedArray:
    mixin: true
    is_a: GroupingByArrayOrder
    slots: [array_linearization_order]
    slot_usage: {array_linearization_order: {ifabsent: string(ROW_MAJOR_ARRAY_ORDER)}}
)"},
    BuiltinText{"linkml:meta", metamodel_text},
    BuiltinText{"linkml:datasets", datasets_text},
    BuiltinText{"linkml:validation", validation_text},
};

}  // namespace

const Module* builtin_module(std::string_view import_name) {
  struct Known {
    std::once_flag once;
    Module module;
  };
  // Each is read at its first use and never changed afterwards.
  static std::array<Known, std::tuple_size_v<decltype(builtin_texts)>> modules;
  for (std::size_t i = 0; i < builtin_texts.size(); ++i) {
    const auto& [name, text] = builtin_texts[i];
    if (name != import_name) continue;
    std::call_once(modules[i].once, [&, &name = name, &text = text] {
      Diagnostics none;
      modules[i].module = read_module(text, 0, none);
      modules[i].module.path = name;
    });
    return &modules[i].module;
  }
  return nullptr;
}

}  // namespace schemac::linkml
