// linkml:datasets and linkml:validation: descriptions of data files, and reports of errors in them.
#include "linkml/builtin_text.h"

namespace schemac::linkml {

const std::string_view datasets_text = R"yaml(
id: https://w3id.org/linkml/datasets
name: datasets
imports: [linkml:types]
default_prefix: datasets
default_range: string
prefixes:
  linkml: https://w3id.org/linkml/
  pav: http://purl.org/pav/
  schema: http://schema.org/
  void: http://rdfs.org/ns/void#
  frictionless: https://specs.frictionlessdata.io/
  formats: http://www.w3.org/ns/formats/
  csvw: http://www.w3.org/ns/csvw#
  dcat: http://www.w3.org/ns/dcat#
  mediatypes: https://www.iana.org/assignments/media-types/
  oslc: http://open-services.net/ns/core#
  bibo: http://purl.org/ontology/bibo/
  dcterms: http://purl.org/dc/terms/
slots:
  id: {identifier: true, slot_uri: dcterms:identifier}
  title: {slot_uri: dcterms:title}
  description: {slot_uri: dcterms:description}
  language: {}
  publisher: {range: uriorcurie, slot_uri: dcterms:publisher}
  issued: {range: datetime, slot_uri: dcterms:issued}
  page: {slot_uri: dcat:landingPage}
  dialect: {slot_uri: csvw:dialect}
  bytes: {range: integer, slot_uri: dcat:byteSize}
  path: {}
  download_url: {range: uri, slot_uri: dcat:downloadURL}
  format: {range: FormatEnum, slot_uri: dcterms:format}
  compression: {}
  encoding: {}
  hash: {}
  sha256: {is_a: hash}
  md5: {is_a: hash}
  media_type: {range: string, slot_uri: dcat:mediaType}
  conforms_to: {range: uriorcurie, slot_uri: dcterms:conformsTo}
  conforms_to_schema: {is_a: conforms_to}
  conforms_to_class: {is_a: conforms_to}
  profile: {range: uriorcurie}
  keywords: {range: string, multivalued: true, slot_uri: dcat:keyword}
  themes: {range: uriorcurie, multivalued: true, slot_uri: dcat:theme}
  resources: {range: DataResource, multivalued: true, slot_uri: dcat:distribution}
  test_roles: {range: TestRole, multivalued: true}
  created_by: {range: uriorcurie, slot_uri: pav:createdBy}
  created_on: {range: datetime, slot_uri: pav:createdOn}
  last_updated_on: {range: datetime, slot_uri: pav:lastUpdatedOn}
  modified_by: {range: uriorcurie, slot_uri: oslc:modifiedBy}
  status: {range: uriorcurie, slot_uri: bibo:status}
  license: {slot_uri: dcterms:license}
  version: {slot_uri: pav:version}
  was_derived_from: {slot_uri: prov:wasDerivedFrom}
enums:
  TestRole: {permissible_values: {Example: , CounterExample: }}
  MediaTypeEnum: {permissible_values: {csv: , rdf-xml: }}
  FormatEnum:
    permissible_values:
      JSON-LD:
      N3:
      N-Triples:
      N-Quads:
      LD Patch:
      Microdata:
      OWL XML Serialization:
      OWL Functional Syntax:
      OWL Manchester Syntax:
      POWDER:
      POWDER-S:
      PROV-N:
      PROV-XML:
      RDFa:
      RDF/JSON:
      RDF/XML:
      RIF XML Syntax:
      SPARQL Results in XML:
      SPARQL Results in JSON:
      SPARQL Results in CSV:
      SPARQL Results in TSV:
      Turtle:
      TriG:
      YAML:
      JSON:
classes:
  Information:
    abstract: true
    slots: [id, download_url, license, title, description, conforms_to, conforms_to_schema,
      conforms_to_class, version, language, publisher, keywords, issued, created_by, created_on,
      compression, was_derived_from, page, test_roles]
  DataPackage: {is_a: Information, class_uri: void:Dataset, slots: [resources]}
  DataResource:
    is_a: Information
    class_uri: dcat:Distribution
    slots: [path, title, description, format, media_type, encoding, bytes, hash, md5, sha256, dialect]
  FormatDialect: {attributes: {comment_prefix: , delimiter: , double_quote: , header: , quote_char: }}
)yaml";

const std::string_view validation_text = R"yaml(
id: https://w3id.org/linkml/reporting
name: reporting
imports: [linkml:types]
default_prefix: reporting
default_range: string
prefixes:
  linkml: https://w3id.org/linkml/
  sh: https://w3id.org/shacl/
slots:
  type: {range: nodeidentifier, slot_uri: sh:sourceConstraintComponent}
  subject: {range: nodeidentifier, slot_uri: sh:focusNode}
  instantiates: {range: nodeidentifier}
  predicate: {range: nodeidentifier}
  object: {range: nodeidentifier, slot_uri: sh:value}
  object_str: {range: string}
  node_source: {range: nodeidentifier}
  severity: {range: severity_options}
  info: {range: string}
enums:
  problem_type:
    permissible_values:
      undeclared_slot:
      inapplicable_slot:
      missing_slot_value:
      slot_range_violation:
      max_count_violation:
      parsing_error:
  severity_options: {permissible_values: {FATAL: , ERROR: , WARNING: , INFO: }}
classes:
  ValidationReport:
    class_uri: sh:ValidationReport
    attributes: {results: {range: ValidationResult, multivalued: true}}
  ValidationResult:
    class_uri: sh:ValidationResult
    slots: [type, severity, subject, instantiates, predicate, object, object_str, node_source, info]
)yaml";

}  // namespace schemac::linkml
