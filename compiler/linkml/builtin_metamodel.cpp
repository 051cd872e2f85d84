// linkml:meta, the metamodel itself, for schemas about schemas.
#include "linkml/builtin_text.h"

namespace schemac::linkml {

const std::string_view metamodel_text = R"yaml(
id: https://w3id.org/linkml/meta
name: meta
imports: [linkml:types, linkml:mappings, linkml:extensions, linkml:annotations, linkml:units]
default_prefix: linkml
default_range: string
prefixes:
  linkml: https://w3id.org/linkml/
  skos: http://www.w3.org/2004/02/skos/core#
  skosxl: http://www.w3.org/2008/05/skos-xl#
  OIO: http://www.geneontology.org/formats/oboInOwl#
  NCIT: http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#
  pav: http://purl.org/pav/
  oslc: http://open-services.net/ns/core#
  schema: http://schema.org/
  bibo: http://purl.org/ontology/bibo/
  swrl: http://www.w3.org/2003/11/swrl#
  sh: http://www.w3.org/ns/shacl#
  owl: http://www.w3.org/2002/07/owl#
  qb: http://purl.org/linked-data/cube#
  prov: http://www.w3.org/ns/prov#
  vann: https://vocab.org/vann/
  qudt: http://qudt.org/schema/qudt/
  cdisc: http://rdf.cdisc.org/mms#
  dcterms: http://purl.org/dc/terms/
  rdfs: http://www.w3.org/2000/01/rdf-schema#
  rdf: http://www.w3.org/1999/02/22-rdf-syntax-ns#
slots:
  name: {identifier: true, slot_uri: rdfs:label}
  title: {slot_uri: dcterms:title}
  conforms_to: {slot_uri: dcterms:conformsTo}
  implements: {range: uriorcurie, multivalued: true}
  instantiates: {range: uriorcurie, multivalued: true}
  categories: {range: uriorcurie, multivalued: true, slot_uri: dcterms:subject}
  keywords: {range: string, multivalued: true, slot_uri: schema:keywords}
  definition_uri: {range: uriorcurie}
  id_prefixes: {range: ncname, multivalued: true}
  id_prefixes_are_closed: {range: boolean}
  description: {slot_uri: skos:definition, recommended: true}
  structured_aliases: {range: structured_alias, multivalued: true, inlined: true, slot_uri: skosxl:altLabel}
  aliases: {range: string, multivalued: true, slot_uri: skos:altLabel}
  deprecated: {range: string}
  todos: {range: string, multivalued: true}
  notes: {multivalued: true, slot_uri: skos:editorialNote}
  comments: {multivalued: true, slot_uri: skos:note}
  in_subset: {range: subset_definition, multivalued: true, slot_uri: OIO:inSubset}
  from_schema: {range: uri, slot_uri: skos:inScheme}
  imported_from: {range: string}
  see_also: {range: uriorcurie, multivalued: true, slot_uri: rdfs:seeAlso}
  owned_by: {range: uriorcurie}
  created_by: {range: uriorcurie, slot_uri: pav:createdBy}
  contributors: {range: uriorcurie, multivalued: true, slot_uri: dcterms:contributor}
  created_on: {range: datetime, slot_uri: pav:createdOn}
  last_updated_on: {range: datetime, slot_uri: pav:lastUpdatedOn}
  modified_by: {range: uriorcurie, slot_uri: oslc:modifiedBy}
  status: {range: uriorcurie, slot_uri: bibo:status}
  literal_form: {range: string, required: true, slot_uri: skosxl:literalForm}
  alias_predicate:
    range: alias_predicate_enum
    alias: predicate
    slot_uri: rdf:predicate
    recommended: true
  alias_contexts: {range: uri, multivalued: true, alias: contexts}
  in_language: {range: string, slot_uri: schema:inLanguage}
  source: {range: uriorcurie, slot_uri: dcterms:source}
  publisher: {range: uriorcurie, slot_uri: dcterms:publisher}
  is_a: {abstract: true, range: definition}
  abstract: {range: boolean}
  mixin: {range: boolean}
  mixins: {range: definition, multivalued: true}
  apply_to: {range: definition, multivalued: true}
  values_from: {range: uriorcurie, multivalued: true}
  code_set: {range: uriorcurie}
  code_set_version: {range: string}
  code_set_tag: {range: string}
  pv_formula: {range: pv_formula_options}
  permissible_values: {range: permissible_value, multivalued: true, inlined: true}
  enum_uri: {range: uriorcurie, ifabsent: class_curie}
  include: {range: anonymous_enum_expression, multivalued: true}
  minus: {range: anonymous_enum_expression, multivalued: true}
  inherits: {range: enum_definition, multivalued: true}
  matches: {range: match_query}
  identifier_pattern: {range: string}
  concepts: {range: uriorcurie, multivalued: true}
  reachable_from: {range: reachability_query}
  source_ontology: {range: uriorcurie}
  is_direct: {range: boolean}
  traverse_up: {range: boolean}
  include_self: {range: boolean}
  relationship_types: {range: uriorcurie, multivalued: true}
  source_nodes: {range: uriorcurie, multivalued: true}
  text: {range: string, identifier: true}
  meaning: {range: uriorcurie}
  id: {range: uri, required: true}
  emit_prefixes: {range: ncname, multivalued: true}
  version: {slot_uri: pav:version}
  imports: {range: uriorcurie, multivalued: true}
  structured_imports: {range: import_expression, multivalued: true}
  license: {slot_uri: dcterms:license}
  default_curi_maps: {multivalued: true}
  default_prefix: {range: string, ifabsent: default_ns}
  default_range: {range: type_definition}
  subsets: {range: subset_definition, multivalued: true, inlined: true}
  types: {range: type_definition, multivalued: true, inlined: true}
  enums: {range: enum_definition, multivalued: true, inlined: true}
  slot_definitions: {range: slot_definition, multivalued: true, inlined: true, alias: slots}
  classes: {range: class_definition, multivalued: true, inlined: true}
  metamodel_version: {}
  source_file: {}
  source_file_date: {range: datetime}
  source_file_size: {range: integer}
  generation_date: {range: datetime}
  slots: {range: slot_definition, multivalued: true}
  slot_usage: {range: slot_definition, multivalued: true, inlined: true}
  enum_range: {range: enum_expression}
  range_expression: {range: anonymous_class_expression}
  boolean_slot: {abstract: true, range: expression, multivalued: true}
  any_of: {is_a: boolean_slot, range: expression}
  exactly_one_of: {is_a: boolean_slot, range: expression}
  none_of: {is_a: boolean_slot, range: expression}
  all_of: {is_a: boolean_slot, range: expression}
  preconditions: {range: anonymous_class_expression, inlined: true, slot_uri: sh:condition}
  postconditions: {range: anonymous_class_expression, inlined: true}
  elseconditions: {range: anonymous_class_expression, inlined: true}
  bidirectional: {range: boolean}
  open_world: {range: boolean}
  rank: {range: integer, slot_uri: sh:order}
  deactivated: {range: boolean, slot_uri: sh:deactivated}
  rules: {range: class_rule, multivalued: true, inlined: true, slot_uri: sh:rule}
  classification_rules: {range: anonymous_class_expression, multivalued: true, inlined: true}
  slot_conditions: {range: slot_definition, multivalued: true, inlined: true}
  attributes: {range: slot_definition, multivalued: true, inlined: true}
  class_uri: {range: uriorcurie, ifabsent: class_curie}
  subclass_of: {range: uriorcurie}
  defining_slots: {range: slot_definition, multivalued: true}
  union_of: {range: element, multivalued: true}
  tree_root: {range: boolean}
  unique_keys: {range: unique_key, multivalued: true, inlined: true}
  unique_key_name: {required: true, key: true}
  consider_nulls_inequal: {range: boolean}
  unique_key_slots: {range: slot_definition, multivalued: true, required: true}
  slot_names_unique: {range: boolean}
  extra_slots: {range: extra_slots_expression}
  allowed: {range: boolean}
  domain: {range: class_definition}
  range: {range: element, ifabsent: default_range}
  slot_uri: {range: uriorcurie, ifabsent: slot_curie}
  multivalued: {range: boolean}
  array: {range: array_expression}
  dimensions: {range: dimension_expression, multivalued: true, list_elements_ordered: true}
  minimum_number_dimensions: {range: integer}
  maximum_number_dimensions: {range: Anything, any_of: [{range: integer}, {range: boolean}]}
  exact_number_dimensions: {range: integer}
  inherited: {range: boolean}
  readonly: {range: string}
  ifabsent: {range: string}
  implicit_prefix: {range: string}
  value_specification_constant: {abstract: true}
  list_value_specification_constant: {abstract: true}
  value_presence: {is_a: list_value_specification_constant, range: presence_enum}
  equals_string: {is_a: list_value_specification_constant, range: string}
  equals_number: {is_a: list_value_specification_constant, range: integer}
  equals_expression: {is_a: list_value_specification_constant, range: string}
  exact_cardinality: {is_a: list_value_specification_constant, range: integer}
  minimum_cardinality: {is_a: list_value_specification_constant, range: integer}
  maximum_cardinality: {is_a: list_value_specification_constant, range: integer}
  equals_string_in: {is_a: list_value_specification_constant, range: string, multivalued: true}
  equals_number_in: {is_a: list_value_specification_constant, range: integer, multivalued: true}
  has_member: {is_a: list_value_specification_constant, range: anonymous_slot_expression}
  all_members: {is_a: list_value_specification_constant, range: anonymous_slot_expression}
  singular_name: {}
  required: {range: boolean}
  recommended: {range: boolean}
  inapplicable: {range: boolean}
  inlined: {range: boolean}
  inlined_as_list: {range: boolean}
  inlined_as_simple_dict: {range: boolean}
  list_elements_ordered: {range: boolean}
  list_elements_unique: {range: boolean}
  shared: {range: boolean}
  key: {range: boolean}
  identifier: {range: boolean}
  designates_type: {range: boolean}
  alias: {range: string, slot_uri: skos:prefLabel}
  owner: {range: definition}
  domain_of: {range: class_definition, multivalued: true}
  is_usage_slot: {range: boolean}
  usage_slot_name: {range: string}
  subproperty_of: {range: slot_definition, slot_uri: rdfs:subPropertyOf}
  disjoint_with: {range: definition, multivalued: true}
  children_are_mutually_disjoint: {range: boolean}
  relational_logical_characteristic: {abstract: true, range: boolean}
  symmetric: {is_a: relational_logical_characteristic}
  asymmetric: {is_a: relational_logical_characteristic}
  reflexive: {is_a: relational_logical_characteristic}
  irreflexive: {is_a: relational_logical_characteristic}
  locally_reflexive: {is_a: relational_logical_characteristic}
  transitive: {is_a: relational_logical_characteristic}
  transitive_form_of: {range: slot_definition}
  reflexive_transitive_form_of: {is_a: transitive_form_of}
  inverse: {range: slot_definition, slot_uri: owl:inverseOf}
  is_class_field: {range: boolean}
  role: {range: string}
  minimum_value: {range: Anything}
  maximum_value: {range: Anything}
  interpolated: {range: boolean}
  partial_match: {range: boolean}
  pattern: {range: string}
  syntax: {range: string}
  structured_pattern: {range: pattern_expression}
  string_serialization: {range: string}
  bindings: {range: enum_binding, multivalued: true, inlined: true}
  binds_value_of: {range: string}
  obligation_level: {range: obligation_level_enum}
  type_mappings: {range: type_mapping, multivalued: true}
  framework_key: {range: string, key: true, alias: framework}
  mapped_type: {range: type_definition, alias: type}
  typeof: {range: type_definition}
  base: {}
  type_uri: {range: uriorcurie, alias: uri}
  repr: {range: string}
  alt_description_text: {range: string, required: true, alias: description}
  alt_description_source: {range: string, key: true, alias: source}
  alt_descriptions: {range: alt_description, multivalued: true, inlined: true}
  value: {slot_uri: skos:example}
  value_description: {alias: description}
  value_object: {range: Anything, alias: object}
  examples: {range: example, multivalued: true, inlined: true}
  prefix_prefix: {range: ncname, key: true, slot_uri: sh:prefix}
  prefix_reference: {range: uri, required: true, slot_uri: sh:namespace}
  prefixes: {range: prefix, multivalued: true, inlined: true, slot_uri: sh:declare}
  setting_key: {range: ncname, key: true}
  setting_value: {range: string, required: true}
  settings: {range: setting, multivalued: true, inlined: true}
  import_from: {range: uriorcurie, required: true}
  import_as: {range: ncname}
  import_map: {range: setting, multivalued: true, inlined: true}
  local_name_source: {range: ncname, key: true}
  local_name_value: {range: string, required: true, slot_uri: skos:altLabel}
  local_names: {range: local_name, multivalued: true, inlined: true}
  slot_group: {range: slot_definition, slot_uri: sh:group}
  is_grouping_slot: {range: boolean}
  followed_by: {range: expression}
  reversed: {range: boolean}
  traverse: {range: slot_definition}
  path_rule: {range: path_expression}
  represents_relationship: {range: boolean}
  relational_role: {range: relational_role_enum}
enums:
  pv_formula_options: {permissible_values: {CODE: , CURIE: , URI: , FHIR_CODING: , LABEL: }}
  presence_enum: {permissible_values: {UNCOMMITTED: , PRESENT: , ABSENT: }}
  relational_role_enum: {permissible_values: {SUBJECT: , OBJECT: , PREDICATE: , NODE: , OTHER_ROLE: }}
  alias_predicate_enum:
    permissible_values: {EXACT_SYNONYM: , RELATED_SYNONYM: , BROAD_SYNONYM: , NARROW_SYNONYM: }
  obligation_level_enum:
    permissible_values: {REQUIRED: , RECOMMENDED: , OPTIONAL: , EXAMPLE: , DISCOURAGED: }
classes:
  Anything: {class_uri: linkml:Any}
  common_metadata:
    mixin: true
    slots: [description, alt_descriptions, title, deprecated, todos, notes, comments, examples, in_subset,
      from_schema, imported_from, source, in_language, see_also, deprecated element has exact
      replacement, deprecated element has possible replacement, aliases, structured_aliases, mappings,
      exact mappings, close mappings, related mappings, narrow mappings, broad mappings, created_by,
      contributors, created_on, last_updated_on, modified_by, status, rank, categories, keywords]
  element:
    abstract: true
    mixins: [extensible, annotatable, common_metadata]
    slots: [name, id_prefixes, id_prefixes_are_closed, definition_uri, local_names, conforms_to, implements,
      instantiates]
  schema_definition:
    is_a: element
    tree_root: true
    slots: [id, version, imports, license, prefixes, emit_prefixes, default_curi_maps, default_prefix,
      default_range, subsets, types, enums, slot_definitions, classes, metamodel_version, source_file,
      source_file_date, source_file_size, generation_date, slot_names_unique, settings, bindings]
    slot_usage: {name: {range: ncname}}
  type_expression:
    is_a: expression
    mixin: true
    slots: [pattern, structured_pattern, unit, implicit_prefix, equals_string, equals_string_in,
      equals_number, minimum_value, maximum_value, none_of, exactly_one_of, any_of, all_of]
    slot_usage:
      any_of: {range: anonymous_type_expression}
      all_of: {range: anonymous_type_expression}
      exactly_one_of: {range: anonymous_type_expression}
      none_of: {range: anonymous_type_expression}
  anonymous_type_expression: {mixins: [type_expression]}
  type_definition:
    is_a: element
    mixins: [type_expression]
    slots: [typeof, base, type_uri, repr, union_of]
    slot_usage: {union_of: {range: type_definition}}
  subset_definition: {is_a: element}
  definition:
    is_a: element
    abstract: true
    slots: [is_a, abstract, mixin, mixins, apply_to, values_from, string_serialization]
  enum_expression:
    is_a: expression
    slots: [code_set, code_set_tag, code_set_version, pv_formula, permissible_values, include, minus,
      inherits, reachable_from, matches, concepts]
  anonymous_enum_expression: {mixins: [enum_expression]}
  enum_definition: {is_a: definition, mixins: [enum_expression], slots: [enum_uri]}
  enum_binding:
    mixins: [extensible, annotatable, common_metadata]
    slots: [range, obligation_level, binds_value_of, pv_formula]
    slot_usage: {range: {range: enum_definition}}
  match_query: {slots: [identifier_pattern, source_ontology]}
  reachability_query:
    slots: [source_ontology, source_nodes, relationship_types, is_direct, include_self, traverse_up]
  structured_alias:
    mixins: [expression, extensible, annotatable, common_metadata]
    class_uri: skosxl:Label
    slots: [literal_form, alias_predicate, categories, alias_contexts]
  expression: {mixin: true, abstract: true}
  anonymous_expression: {abstract: true, mixins: [expression, extensible, annotatable, common_metadata]}
  path_expression:
    mixins: [expression, extensible, annotatable, common_metadata]
    slots: [followed_by, none_of, any_of, all_of, exactly_one_of, reversed, traverse, range_expression]
    slot_usage:
      followed_by: {range: path_expression}
      any_of: {range: path_expression}
      exactly_one_of: {range: path_expression}
      none_of: {range: path_expression}
      all_of: {range: path_expression}
  slot_expression:
    is_a: expression
    mixin: true
    slots: [range, range_expression, enum_range, bindings, required, recommended, multivalued, inlined,
      inlined_as_list, minimum_value, maximum_value, pattern, structured_pattern, unit,
      implicit_prefix, value_presence, equals_string, equals_string_in, equals_number,
      equals_expression, exact_cardinality, minimum_cardinality, maximum_cardinality, has_member,
      all_members, none_of, exactly_one_of, any_of, all_of, array]
    slot_usage:
      any_of: {range: anonymous_slot_expression}
      all_of: {range: anonymous_slot_expression}
      exactly_one_of: {range: anonymous_slot_expression}
      none_of: {range: anonymous_slot_expression}
  anonymous_slot_expression: {is_a: anonymous_expression, mixins: [slot_expression]}
  slot_definition:
    is_a: definition
    mixins: [slot_expression]
    slots: [singular_name, domain, slot_uri, inherited, readonly, ifabsent, list_elements_unique,
      list_elements_ordered, shared, key, identifier, designates_type, alias, owner, domain_of,
      subproperty_of, symmetric, reflexive, locally_reflexive, irreflexive, asymmetric, transitive,
      inverse, is_class_field, transitive_form_of, reflexive_transitive_form_of, role, is_usage_slot,
      usage_slot_name, relational_role, slot_group, is_grouping_slot, path_rule, disjoint_with,
      children_are_mutually_disjoint, union_of, type_mappings]
    slot_usage:
      is_a: {range: slot_definition}
      mixins: {range: slot_definition}
      apply_to: {range: slot_definition}
      disjoint_with: {range: slot_definition}
      union_of: {range: slot_definition}
  class_expression:
    mixin: true
    slots: [any_of, exactly_one_of, none_of, all_of, slot_conditions]
    slot_usage:
      any_of: {range: anonymous_class_expression}
      all_of: {range: anonymous_class_expression}
      exactly_one_of: {range: anonymous_class_expression}
      none_of: {range: anonymous_class_expression}
  anonymous_class_expression: {is_a: anonymous_expression, mixins: [class_expression], slots: [is_a]}
  class_definition:
    is_a: definition
    mixins: [class_expression]
    slots: [slots, slot_usage, attributes, class_uri, subclass_of, union_of, defining_slots, tree_root,
      unique_keys, rules, classification_rules, slot_names_unique, represents_relationship,
      disjoint_with, children_are_mutually_disjoint, extra_slots, alias]
    slot_usage:
      is_a: {range: class_definition}
      mixins: {range: class_definition}
      apply_to: {range: class_definition}
      rules: {range: class_rule}
      disjoint_with: {range: class_definition}
      union_of: {range: class_definition}
  class_level_rule: {abstract: true}
  class_rule:
    is_a: class_level_rule
    mixins: [extensible, annotatable, common_metadata]
    slots: [preconditions, postconditions, elseconditions, bidirectional, open_world, rank, deactivated]
  array_expression:
    mixins: [extensible, annotatable, common_metadata]
    slots: [exact_number_dimensions, minimum_number_dimensions, maximum_number_dimensions, dimensions]
  dimension_expression:
    mixins: [extensible, annotatable, common_metadata]
    slots: [alias, maximum_cardinality, minimum_cardinality, exact_cardinality]
  pattern_expression:
    mixins: [extensible, annotatable, common_metadata]
    slots: [syntax, interpolated, partial_match]
  import_expression:
    mixins: [extensible, annotatable, common_metadata]
    slots: [import_from, import_as, import_map]
  setting: {slots: [setting_key, setting_value]}
  prefix: {slots: [prefix_prefix, prefix_reference]}
  local_name: {slots: [local_name_source, local_name_value]}
  example: {slots: [value, value_description, value_object]}
  alt_description: {slots: [alt_description_source, alt_description_text]}
  permissible_value:
    mixins: [extensible, annotatable, common_metadata]
    slots: [text, description, meaning, unit, instantiates, implements, is_a, mixins]
    slot_usage: {is_a: {range: permissible_value}, mixins: {range: permissible_value}}
  unique_key:
    mixins: [extensible, annotatable, common_metadata]
    slots: [unique_key_name, unique_key_slots, consider_nulls_inequal]
  type_mapping:
    mixins: [extensible, annotatable, common_metadata]
    slots: [framework_key, mapped_type, string_serialization]
  extra_slots_expression:
    mixins: [expression]
    slots: [allowed, range_expression]
    slot_usage: {range_expression: {range: anonymous_slot_expression}}
)yaml";

}  // namespace schemac::linkml
