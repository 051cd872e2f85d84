// LinkML as written: one Module per file, every metamodel element a plain struct.
//
// Source of the field names and meanings: LinkML metamodel (linkml:meta, version 1.8 and later). A field is
// optional where induction distinguishes "absent" from "empty". Spans point at the value (of a named element
// at its name). Equality ignores spans, so that two declarations can be compared by meaning. Only linkml/read
// fills these structs; later passes never change a Module.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/boxed.h"
#include "base/source.h"
#include "yaml/value.h"

namespace schemac::linkml {

using yaml::as_boolean;
using yaml::Entry;
using yaml::ScalarStyle;
using yaml::span_in_scalar;
using yaml::Text;
using yaml::Value;

// tag -> value; the short form (tag: value) and the long form (tag: {tag:, value:, annotations:}) are the
// same here.
using Annotations = List<Entry>;
const Value* find_annotation(const Annotations& annotations, std::string_view tag);

// An optional whose value never changes after it is set, so that copies share it. Used like
// std::optional<const T>, but one word wide: nearly all of the hundred metaslots of an element are absent. (A
// std::shared_ptr has a second word and a control block.)
template <typename T>
class Shared {
 public:
  Shared() = default;
  Shared(std::nullopt_t) {}
  Shared(T value) : node_(new Node{std::move(value)}) {}
  Shared(const Shared& other) noexcept : node_(other.node_) {
    if (node_ != nullptr) node_->owners.fetch_add(1, std::memory_order_relaxed);
  }
  Shared(Shared&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
  // NOLINTNEXTLINE(bugprone-unhandled-self-assignment): a copy is swapped
  Shared& operator=(const Shared& other) noexcept {
    Shared(other).swap(*this);
    return *this;
  }
  Shared& operator=(Shared&& other) noexcept {
    Shared(std::move(other)).swap(*this);
    return *this;
  }
  template <typename U = T>
  requires(!std::is_same_v<std::remove_cvref_t<U>, Shared> && std::is_constructible_v<T, U>) Shared&
  operator=(U&& value) {
    Shared(T(std::forward<U>(value))).swap(*this);
    return *this;
  }
  ~Shared() {
    if (node_ != nullptr && node_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) delete node_;
  }
  explicit operator bool() const { return node_ != nullptr; }
  bool has_value() const { return node_ != nullptr; }
  const T& operator*() const { return node_->value; }
  const T* operator->() const { return &node_->value; }
  const T& value() const { return node_->value; }
  void reset() { Shared().swap(*this); }
  void swap(Shared& other) noexcept { std::swap(node_, other.node_); }
  friend bool operator==(const Shared& a, const Shared& b) {
    return a.node_ == b.node_ || (a.node_ != nullptr && b.node_ != nullptr && *a == *b);
  }

 private:
  struct Node {
    T value;
    std::atomic<std::uint32_t> owners = 1;
  };
  Node* node_ = nullptr;
};

template <typename T>
struct Located {  // a scalar that has been read as a T
  T value{};
  Span span;
  friend bool operator==(const Located& a, const Located& b) { return a.value == b.value; }
};
using Flag = Shared<Located<bool>>;
inline bool is_true(const Flag& flag) { return flag && flag->value; }
using Count = Shared<Located<std::int64_t>>;
using OptionalText = Shared<Text>;

// The fields of every element.
struct Element {
  Text name;
  OptionalText title;
  OptionalText description;
  OptionalText deprecated;
  List<Text> aliases;
  OptionalText from_schema;
  Annotations annotations;
  Annotations extensions;
  // Metaslots that restrict data and that no pass reads (disjoint_with of a slot, …), each with its place:
  // for the notes on what is not enforced.
  List<Text> unread;
  Span span;  // the whole declaration
  friend bool operator==(const Element& a, const Element& b);
};

struct PatternExpression {
  OptionalText syntax;
  Flag interpolated;
  Flag partial_match;
  friend bool operator==(const PatternExpression&, const PatternExpression&) = default;
};

struct Unit {
  std::vector<std::pair<Text, Text>> fields;  // symbol, ucum_code, …
  friend bool operator==(const Unit&, const Unit&) = default;
};

struct ClassExpression;
struct EnumExpression;
struct ArrayExpression {
  Count exact_dimensions, minimum_dimensions, maximum_dimensions;
  Flag unbounded;  // maximum_number_dimensions: false
  Value dimensions;
  friend bool operator==(const ArrayExpression&, const ArrayExpression&) = default;
};

// The part of a slot that is also allowed in any_of, rules, has_member …
struct SlotExpression {
  OptionalText range;
  std::shared_ptr<const ClassExpression> range_expression;
  std::shared_ptr<const EnumExpression> enum_range;
  Flag required, recommended, multivalued, inlined, inlined_as_list;
  OptionalText minimum_value, maximum_value;  // as written; the type of the range defines their meaning
  OptionalText pattern;
  Shared<PatternExpression> structured_pattern;
  Shared<Unit> unit;
  OptionalText implicit_prefix;
  OptionalText value_presence;  // UNCOMMITTED, PRESENT, ABSENT
  OptionalText equals_string;
  List<Text> equals_string_in;
  OptionalText equals_number;
  OptionalText equals_expression;
  Count exact_cardinality, minimum_cardinality, maximum_cardinality;
  std::shared_ptr<const SlotExpression> has_member, all_members;
  List<SlotExpression> any_of, all_of, exactly_one_of, none_of;
  Shared<ArrayExpression> array;
  List<Value> bindings;
  Span span;
  friend bool operator==(const SlotExpression& a, const SlotExpression& b);
};

struct Slot : Element, SlotExpression {
  using Element::span;
  OptionalText is_a;
  List<Text> mixins, apply_to;
  Flag abstract_, mixin, identifier, key, designates_type, readonly_, inherited;
  Flag list_elements_ordered, list_elements_unique, shared;
  Flag symmetric, reflexive, irreflexive, asymmetric, transitive, locally_reflexive;
  OptionalText alias, domain, ifabsent, slot_uri, inverse, subproperty_of, singular_name, role, owner;
  List<Text> union_of, domain_of;
  friend bool operator==(const Slot& a, const Slot& b);
};

struct ClassExpression {
  OptionalText is_a;
  std::vector<std::pair<Text, SlotExpression>> slot_conditions;
  std::vector<ClassExpression> any_of, all_of, exactly_one_of, none_of;
  Span span;
  friend bool operator==(const ClassExpression& a, const ClassExpression& b);
};

struct UniqueKey {
  Text name;
  std::vector<Text> slots;
  Flag consider_nulls_inequal;
  OptionalText description;
  Annotations annotations;
  friend bool operator==(const UniqueKey&, const UniqueKey&) = default;
};

struct ClassRule {
  OptionalText title, description;
  std::shared_ptr<const ClassExpression> preconditions, postconditions, elseconditions;
  Flag bidirectional, open_world, deactivated;
  Count rank;
  Span span;
  friend bool operator==(const ClassRule& a, const ClassRule& b);
};

struct Class : Element {
  OptionalText is_a, class_uri, subclass_of;
  std::vector<Text> mixins, apply_to, slots, union_of, defining_slots, disjoint_with, values_from;
  Flag abstract_, mixin, tree_root, slot_names_unique, represents_relationship,
      children_are_mutually_disjoint;
  std::vector<Slot> attributes;
  std::vector<Slot> slot_usage;
  std::vector<UniqueKey> unique_keys;
  std::vector<ClassRule> rules;
  std::vector<ClassExpression> classification_rules;
  std::vector<ClassExpression> any_of, all_of, exactly_one_of, none_of;
  std::vector<std::pair<Text, SlotExpression>> slot_conditions;
  friend bool operator==(const Class& a, const Class& b);
};

struct Type : Element {
  OptionalText typeof_, base, uri, repr;
  std::vector<Text> union_of;
  OptionalText pattern;
  Shared<PatternExpression> structured_pattern;
  Shared<Unit> unit;
  OptionalText implicit_prefix;
  OptionalText minimum_value, maximum_value, equals_string, equals_number;
  std::vector<Text> equals_string_in;
  std::vector<Type> any_of, all_of, exactly_one_of, none_of;
  friend bool operator==(const Type& a, const Type& b);
};

struct PermissibleValue : Element {  // name is the text
  OptionalText meaning, is_a;
  std::vector<Text> mixins;
  friend bool operator==(const PermissibleValue& a, const PermissibleValue& b);
};

// The part of an enum that is also allowed in include, minus and enum_range.
struct EnumExpression {
  std::vector<PermissibleValue> permissible_values;
  std::vector<Text> inherits, concepts;
  std::vector<EnumExpression> include, minus;
  OptionalText code_set, code_set_tag, code_set_version, pv_formula;
  Shared<Value> reachable_from, matches;
  Span span;
  friend bool operator==(const EnumExpression& a, const EnumExpression& b);
};

struct Enum : Element, EnumExpression {
  using Element::span;
  OptionalText enum_uri;
  friend bool operator==(const Enum& a, const Enum& b);
};

struct Prefix {
  Text name, reference;
  friend bool operator==(const Prefix&, const Prefix&) = default;
};

struct Subset : Element {};

struct Module : Element {
  FileId file = 0;   // 0 for a built-in module
  std::string path;  // absolute, normalised; "linkml:types" for built-in ones
  // A syntax error or a missing import: an unknown name may have a definition that was not read.
  bool incomplete = false;
  OptionalText id, version, license, default_prefix, default_range;
  std::vector<Text> imports;
  std::vector<Prefix> prefixes;
  std::vector<std::pair<Text, Text>> settings;
  std::vector<Subset> subsets;
  std::vector<Type> types;
  std::vector<Enum> enums;
  std::vector<Slot> slots;
  std::vector<Class> classes;
};

}  // namespace schemac::linkml
