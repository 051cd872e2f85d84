// The fields of every struct of catalog.h, listed once: dump, JSON in both directions and fingerprint use
// this list, so that a new field is either in all of them or in none. Internal to catalog/;
// tests/unit/catalog compares the list with the structs by changing each field.
#pragma once
#include "catalog/catalog.h"

namespace schemac::fields {

// each(T*, visit) calls visit(name, pointer to member) for every field of T.
template <typename V>
void each(const Grant*, V&& visit) {
  visit("grantee", &Grant::grantee);
  visit("privilege", &Grant::privilege);
  visit("column", &Grant::column);
  visit("grantable", &Grant::grantable);
  visit("grantor", &Grant::grantor);
  visit("revoked", &Grant::revoked);
}
template <typename V>
void each(const SequenceOptions*, V&& visit) {
  visit("type", &SequenceOptions::type);
  visit("start", &SequenceOptions::start);
  visit("increment", &SequenceOptions::increment);
  visit("minimum", &SequenceOptions::minimum);
  visit("maximum", &SequenceOptions::maximum);
  visit("cache", &SequenceOptions::cache);
  visit("cycle", &SequenceOptions::cycle);
}
template <typename V>
void each(const Column*, V&& visit) {
  visit("name", &Column::name);
  visit("type", &Column::type);
  visit("collation", &Column::collation);
  visit("not_null", &Column::not_null);
  visit("not_null_name", &Column::not_null_name);
  visit("not_null_comment", &Column::not_null_comment);
  visit("default", &Column::default_expression);
  visit("generated", &Column::generated_expression);
  visit("virtual", &Column::generated_virtual);
  visit("identity", &Column::identity);
  visit("identity_options", &Column::identity_options);
  visit("storage", &Column::storage);
  visit("compression", &Column::compression);
  visit("statistics_target", &Column::statistics_target);
  visit("options", &Column::options);
  visit("comment", &Column::comment);
  visit("inherited", &Column::inherited);
}
template <typename V>
void each(const Namespace*, V&&) {}
template <typename V>
void each(const Extension*, V&& visit) {
  visit("schema", &Extension::schema);
  visit("version", &Extension::version);
}
template <typename V>
void each(const Enum*, V&& visit) {
  visit("labels", &Enum::labels);
}
template <typename V>
void each(const DomainConstraint*, V&& visit) {
  visit("name", &DomainConstraint::name);
  visit("definition", &DomainConstraint::definition);
  visit("comment", &DomainConstraint::comment);
  visit("validated", &DomainConstraint::validated);
}
template <typename V>
void each(const Domain*, V&& visit) {
  visit("type", &Domain::type);
  visit("collation", &Domain::collation);
  visit("not_null", &Domain::not_null);
  visit("default", &Domain::default_expression);
  visit("constraints", &Domain::constraints);
}
template <typename V>
void each(const CompositeType*, V&& visit) {
  visit("columns", &CompositeType::columns);
}
template <typename V>
void each(const RangeType*, V&& visit) {
  visit("subtype", &RangeType::subtype);
  visit("collation", &RangeType::collation);
  visit("operator_class", &RangeType::operator_class);
  visit("canonical_function", &RangeType::canonical_function);
  visit("difference_function", &RangeType::difference_function);
  visit("multirange_name", &RangeType::multirange_name);
}
template <typename V>
void each(const Sequence*, V&& visit) {
  visit("options", &Sequence::options);
  visit("owned_by_table", &Sequence::owned_by_table);
  visit("owned_by_column", &Sequence::owned_by_column);
  visit("unlogged", &Sequence::unlogged);
}
template <typename V>
void each(const Routine*, V&& visit) {
  visit("definition", &Routine::definition);
  visit("result_type", &Routine::result_type);
  visit("arguments", &Routine::arguments);
  visit("language", &Routine::language);
  visit("sql_body", &Routine::sql_body);
  visit("volatility", &Routine::volatility);
}
template <typename V>
void each(const Table*, V&& visit) {
  visit("columns", &Table::columns);
  visit("unlogged", &Table::unlogged);
  visit("partition_by", &Table::partition_by);
  visit("partition_of", &Table::partition_of);
  visit("partition_bound", &Table::partition_bound);
  visit("inherits", &Table::inherits);
  visit("of_type", &Table::of_type);
  visit("options", &Table::options);
  visit("tablespace", &Table::tablespace);
  visit("access_method", &Table::access_method);
  visit("row_security", &Table::row_security);
  visit("force_row_security", &Table::force_row_security);
  visit("replica_identity", &Table::replica_identity);
  visit("foreign_server", &Table::foreign_server);
}
template <typename V>
void each(const Constraint*, V&& visit) {
  visit("type", &Constraint::type);
  visit("definition", &Constraint::definition);
  visit("columns", &Constraint::columns);
  visit("referenced_table", &Constraint::referenced_table);
  visit("referenced_columns", &Constraint::referenced_columns);
  visit("validated", &Constraint::validated);
  visit("no_inherit", &Constraint::no_inherit);
  visit("inherited", &Constraint::inherited);
  visit("deferrable", &Constraint::deferrable);
  visit("initially_deferred", &Constraint::initially_deferred);
  visit("enforced", &Constraint::enforced);
  visit("index_options", &Constraint::index_options);
  visit("index_tablespace", &Constraint::index_tablespace);
  visit("clustered", &Constraint::clustered);
  visit("partitioned", &Constraint::partitioned);
  visit("attached_to", &Constraint::attached_to);
  visit("index_comment", &Constraint::index_comment);
}
template <typename V>
void each(const Index*, V&& visit) {
  visit("definition", &Index::definition);
  visit("method", &Index::method);
  visit("unique", &Index::unique);
  visit("nulls_not_distinct", &Index::nulls_not_distinct);
  visit("columns", &Index::columns);
  visit("partial", &Index::partial);
  visit("options", &Index::options);
  visit("tablespace", &Index::tablespace);
  visit("attached_to", &Index::attached_to);
  visit("valid", &Index::valid);
  visit("clustered", &Index::clustered);
  visit("statistics_targets", &Index::statistics_targets);
}
template <typename V>
void each(const Statistics*, V&& visit) {
  visit("definition", &Statistics::definition);
  visit("target", &Statistics::target);
}
template <typename V>
void each(const View*, V&& visit) {
  visit("query", &View::query);
  visit("columns", &View::columns);
  visit("options", &View::options);
  visit("recursive", &View::recursive);
  visit("with_data", &View::with_data);
  visit("tablespace", &View::tablespace);
  visit("access_method", &View::access_method);
}
template <typename V>
void each(const Rule*, V&& visit) {
  visit("definition", &Rule::definition);
  visit("enabled", &Rule::enabled);
}
template <typename V>
void each(const Trigger*, V&& visit) {
  visit("definition", &Trigger::definition);
  visit("function", &Trigger::function);
  visit("enabled", &Trigger::enabled);
  visit("constraint", &Trigger::constraint);
  visit("inherited", &Trigger::inherited);
}
template <typename V>
void each(const Policy*, V&& visit) {
  visit("command", &Policy::command);
  visit("permissive", &Policy::permissive);
  visit("roles", &Policy::roles);
  visit("using", &Policy::using_expression);
  visit("check", &Policy::check_expression);
}
template <typename V>
void each(const Scripted*, V&& visit) {
  visit("create", &Scripted::create);
  visit("drop", &Scripted::drop);
  visit("completion", &Scripted::completion);
  visit("properties", &Scripted::properties);
  visit("alterations", &Scripted::alterations);
}

inline constexpr std::string_view identity_names[] = {"none", "by_default", "always"};
inline constexpr std::string_view constraint_type_names[] = {"primary_key", "unique",    "check",
                                                             "foreign_key", "exclusion", "not_null"};
inline constexpr std::string_view dependency_type_names[] = {"hard", "automatic", "soft"};

// The body of a kind; every kind without one of its own is Scripted.
Body body_of_kind(Kind kind);

}  // namespace schemac::fields
