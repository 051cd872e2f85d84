// The modules that every LinkML tool carries with it. Facts about names, base types and URIs; the metamodel's
// own documentation is left out.
#include <array>
#include <memory>

#include "linkml/read.h"

namespace schemac::linkml {
namespace {

struct BuiltinText {
  std::string_view import_name;
  std::string_view text;
};

constexpr std::array builtin_texts = {
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
};

}  // namespace

const Module* builtin_module(std::string_view import_name) {
  using Modules = std::array<Module, builtin_texts.size()>;
  // Read once; never changed afterwards.
  static const std::unique_ptr<const Modules> modules = [] {
    auto read = std::make_unique<Modules>();
    for (std::size_t i = 0; i < builtin_texts.size(); ++i) {
      Diagnostics none;
      (*read)[i] = read_module(builtin_texts[i].text, 0, none);
      (*read)[i].path = builtin_texts[i].import_name;
    }
    return read;
  }();
  for (std::size_t i = 0; i < builtin_texts.size(); ++i) {
    if (builtin_texts[i].import_name == import_name) return &(*modules)[i];
  }
  return nullptr;
}

}  // namespace schemac::linkml
