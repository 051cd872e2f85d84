#include "diff/compare.h"

#include <algorithm>

#include "catalog/ddl.h"
#include "sqltext/sql_tokens.h"

namespace schemac {
namespace {

std::string joined(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& item : list) text += (text.empty() ? "" : ", ") + item;
  return text;
}

std::string yes(bool value) { return value ? "yes" : "no"; }

std::string identity_word(Identity identity) {
  switch (identity) {
    case Identity::none:
      return {};
    case Identity::by_default:
      return "by default";
    case Identity::always:
      return "always";
  }
  return {};
}

std::string grant_text(const std::optional<std::vector<Grant>>& grants) {
  if (!grants) return {};
  std::string text;
  for (const Grant& grant : *grants) {
    if (!text.empty()) text += ", ";
    text += grant.privilege;
    if (!grant.column.empty()) text += "(" + grant.column + ")";
    text += grant.revoked ? " revoked from " : " to ";
    text += grant.grantee.empty() ? "public" : grant.grantee == owner_grantee ? "its owner" : grant.grantee;
    if (grant.grantable) text += " with grant option";
    if (!grant.grantor.empty()) text += " by " + grant.grantor;
  }
  return text.empty() ? "none" : text;
}

// "(ARRAY['x'::character varying])::text[]" is the server's first print of IN on a varchar, and
// "ARRAY[('x'::character varying)::text]" is its print after that text is run again: one form for both.
std::string settled_print(const std::string& text) {
  if (text.find("(ARRAY[") == std::string::npos) return text;
  std::vector<PrintedToken> tokens = tokenize_sql(text);
  std::string result;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const bool opens = tokens[at].is_symbol("(") && at + 2 < tokens.size() &&
                       tokens[at + 1].text == "ARRAY" && tokens[at + 2].is_symbol("[");
    std::size_t end = at + 3;
    int depth = 1;
    for (; opens && end < tokens.size() && depth > 0; ++end) {
      if (tokens[end].is_symbol("[")) ++depth;
      if (tokens[end].is_symbol("]")) --depth;
    }
    const bool casts = opens && end + 4 < tokens.size() && tokens[end].is_symbol(")") &&
                       tokens[end + 1].is_symbol("::") && tokens[end + 3].is_symbol("[") &&
                       tokens[end + 4].is_symbol("]");
    if (!casts) {
      result += tokens[at].space + tokens[at].text;
      continue;
    }
    std::string inside;
    for (std::size_t inner = at + 3; inner + 1 < end; ++inner)
      inside += tokens[inner].space + tokens[inner].text;
    std::string elements;
    for (const std::string& element : split_top_level(inside)) {
      elements += (elements.empty() ? "(" : ", (") + element + ")::" + tokens[end + 2].text;
    }
    result += tokens[at].space + "ARRAY[" + elements + "]";
    at = end + 4;
  }
  return result;
}

// The server prints the columns of extended statistics in their order in the table, which is no property of
// the statistics.
std::string in_any_order(const std::string& statistics) {
  std::vector<PrintedToken> tokens = tokenize_sql(statistics);
  std::size_t on = 0, from = 0;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (on == 0 && tokens[at].text == "ON") on = at;
    if (tokens[at].text == "FROM") from = at;
  }
  if (on == 0 || from <= on) return statistics;
  const auto joined_tokens = [&](std::size_t begin, std::size_t end) {
    return join_tokens({tokens.begin() + static_cast<std::ptrdiff_t>(begin),
                        tokens.begin() + static_cast<std::ptrdiff_t>(end)});
  };
  std::vector<std::string> columns = split_top_level(joined_tokens(on + 1, from));
  std::sort(columns.begin(), columns.end());
  return joined_tokens(0, on + 1) + joined(columns) + joined_tokens(from, tokens.size());
}

class Comparison {
 public:
  Comparison(const DiffOptions& options, const Renames& renames) : options_(options), renames_(renames) {}

  void text(Attribute attribute, const std::string& from, const std::string& to) {
    if (from != to) add(attribute, from, to);
  }
  bool is_same(const std::string& from, const std::string& to) const {
    return same_print(from, to, renames_) || same_print(settled_print(from), settled_print(to), renames_);
  }
  void print(Attribute attribute, const std::string& from, const std::string& to) {
    if (!is_same(from, to)) add(attribute, from, to);
  }
  void print(Attribute attribute, const std::optional<std::string>& from,
             const std::optional<std::string>& to) {
    if (from.has_value() != to.has_value()) {
      add(attribute, from.value_or(""), to.value_or(""));
    } else if (from) {
      print(attribute, *from, *to);
    }
  }
  void flag(Attribute attribute, bool from, bool to) { text(attribute, yes(from), yes(to)); }
  // Attributes that count only where `to` sets them, unless all do.
  void storage(Attribute attribute, const std::string& from, const std::string& to) {
    if (options_.all_attributes || !to.empty()) text(attribute, from, to);
  }
  void storage(Attribute attribute, const std::vector<std::string>& from,
               const std::vector<std::string>& to) {
    storage(attribute, joined(from), joined(to));
  }

  void sequence(const SequenceOptions& from, const SequenceOptions& to, bool with_type) {
    if (with_type) text(Attribute::type, from.type, to.type);
    text(Attribute::start, std::to_string(from.start), std::to_string(to.start));
    text(Attribute::increment, std::to_string(from.increment), std::to_string(to.increment));
    text(Attribute::minimum, std::to_string(from.minimum), std::to_string(to.minimum));
    text(Attribute::maximum, std::to_string(from.maximum), std::to_string(to.maximum));
    text(Attribute::cache, std::to_string(from.cache), std::to_string(to.cache));
    flag(Attribute::cycle, from.cycle, to.cycle);
  }

  void column(const Column& from, const Column& to) {
    const Part part(*this, Difference::Of::column, to.name);
    text(Attribute::type, from.type, to.type);
    text(Attribute::collation, from.collation, to.collation);
    flag(Attribute::not_null, from.not_null, to.not_null);
    if (from.not_null && to.not_null) {
      text(Attribute::not_null_name, from.not_null_name, to.not_null_name);
      text(Attribute::not_null_comment, from.not_null_comment, to.not_null_comment);
    }
    print(Attribute::default_expression, from.default_expression, to.default_expression);
    print(Attribute::generated_expression, from.generated_expression, to.generated_expression);
    flag(Attribute::generated_virtual, from.generated_virtual, to.generated_virtual);
    text(Attribute::identity, identity_word(from.identity), identity_word(to.identity));
    if (from.identity != Identity::none && to.identity != Identity::none) {
      sequence(from.identity_options, to.identity_options, false);
    }
    text(Attribute::storage, from.storage, to.storage);
    text(Attribute::compression, from.compression, to.compression);
    text(Attribute::statistics, std::to_string(from.statistics_target), std::to_string(to.statistics_target));
    text(Attribute::options, joined(from.options), joined(to.options));
    text(Attribute::comment, from.comment, to.comment);
  }

  void columns(const std::vector<Column>& from, const std::vector<Column>& to, bool order_counts) {
    const auto named = [](const std::vector<Column>& list, const std::string& name) {
      return std::find_if(list.begin(), list.end(),
                          [&](const Column& column) { return column.name == name; });
    };
    for (const Column& old : from) {
      const auto kept = named(to, old.name);
      if (kept == to.end()) {
        const Part part(*this, Difference::Of::column, old.name);
        add(Attribute::whole, old.type, {});
      } else {
        column(old, *kept);
      }
    }
    for (const Column& added : to) {
      if (named(from, added.name) == from.end()) {
        const Part part(*this, Difference::Of::column, added.name);
        add(Attribute::whole, {}, added.type);
      }
    }
    if (!order_counts) return;
    const auto order = [](const std::vector<Column>& list) {
      std::vector<std::string> names;
      for (const Column& column : list) names.push_back(column.name);
      return names;
    };
    std::vector<std::string> old_order = order(from);
    std::vector<std::string> new_order = order(to);
    if (old_order != new_order &&
        std::is_permutation(old_order.begin(), old_order.end(), new_order.begin(), new_order.end())) {
      text(Attribute::order_of_columns, joined(old_order), joined(new_order));
    }
  }

  // A child table's column that it declares itself remains when that of its parents is dropped. Columns of
  // partitions are never their own.
  void declared(const Table& from, const Table& to) {
    if (from.inherits.empty() || to.inherits.empty()) return;
    for (const Column& column : to.columns) {
      for (const Column& old : from.columns) {
        if (old.name != column.name) continue;
        const Part part(*this, Difference::Of::column, column.name);
        flag(Attribute::inherited, old.inherited, column.inherited);
      }
    }
  }

  void body(const Namespace&, const Namespace&) {}
  void body(const Extension& from, const Extension& to) {
    if (!to.schema.empty()) text(Attribute::schema, from.schema, to.schema);
    if (!to.version.empty()) text(Attribute::version, from.version, to.version);
  }
  void body(const Enum& from, const Enum& to) {
    text(Attribute::labels, joined(from.labels), joined(to.labels));
  }
  void body(const Domain& from, const Domain& to) {
    text(Attribute::type, from.type, to.type);
    text(Attribute::collation, from.collation, to.collation);
    flag(Attribute::not_null, from.not_null, to.not_null);
    print(Attribute::default_expression, from.default_expression, to.default_expression);
    std::map<std::string, const DomainConstraint*> old;
    for (const DomainConstraint& constraint : from.constraints) old[constraint.name] = &constraint;
    for (const DomainConstraint& constraint : to.constraints) {
      const Part part(*this, Difference::Of::constraint, constraint.name);
      const auto at = old.find(constraint.name);
      if (at == old.end()) {
        text(Attribute::whole, {}, constraint.definition);
        continue;
      }
      print(Attribute::whole, at->second->definition, constraint.definition);
      flag(Attribute::validated, at->second->validated, constraint.validated);
      text(Attribute::comment, at->second->comment, constraint.comment);
      old.erase(at);
    }
    for (const auto& [name, constraint] : old) {
      const Part part(*this, Difference::Of::constraint, name);
      text(Attribute::whole, constraint->definition, {});
    }
  }
  void body(const CompositeType& from, const CompositeType& to) { columns(from.columns, to.columns, true); }
  void body(const RangeType& from, const RangeType& to) {
    text(Attribute::subtype, from.subtype, to.subtype);
    text(Attribute::collation, from.collation, to.collation);
    text(Attribute::operator_class, from.operator_class, to.operator_class);
    text(Attribute::canonical, from.canonical_function, to.canonical_function);
    text(Attribute::difference, from.difference_function, to.difference_function);
    text(Attribute::multirange, from.multirange_name, to.multirange_name);
  }
  void body(const Sequence& from, const Sequence& to) {
    sequence(from.options, to.options, true);
    text(Attribute::owned_by, from.owned_by_table + "." + from.owned_by_column,
         to.owned_by_table + "." + to.owned_by_column);
    flag(Attribute::unlogged, from.unlogged, to.unlogged);
  }
  void body(const Routine& from, const Routine& to) {
    print(Attribute::definition, from.definition, to.definition);
    text(Attribute::result, from.result_type, to.result_type);
  }
  void body(const Table& from, const Table& to) {
    columns(from.columns, to.columns, false);
    declared(from, to);
    flag(Attribute::unlogged, from.unlogged, to.unlogged);
    print(Attribute::partition_by, *from.partition_by, *to.partition_by);
    text(Attribute::partition_of, from.partition_of, to.partition_of);
    print(Attribute::partition_bound, *from.partition_bound, *to.partition_bound);
    text(Attribute::inherits, joined(from.inherits), joined(to.inherits));
    text(Attribute::of_type, from.of_type, to.of_type);
    storage(Attribute::options, from.options, to.options);
    storage(Attribute::tablespace, from.tablespace, to.tablespace);
    text(Attribute::access_method, from.access_method, to.access_method);
    flag(Attribute::row_security, from.row_security, to.row_security);
    flag(Attribute::force_row_security, from.force_row_security, to.force_row_security);
    text(Attribute::replica_identity, from.replica_identity, to.replica_identity);
    text(Attribute::server, from.foreign_server, to.foreign_server);
  }
  // The server appends what ALTER TABLE can change to the definition.
  void definition(const Constraint& from, const Constraint& to) {
    const std::string was = without_storage_options(from.definition);
    const std::string becomes = without_storage_options(to.definition);
    if (is_same(was, becomes)) return;
    const auto base = [](std::string text) {
      for (const std::string_view tail : {" NOT VALID", " INITIALLY DEFERRED", " DEFERRABLE"}) {
        if (text.ends_with(tail)) text.resize(text.size() - tail.size());
      }
      return text;
    };
    add(is_same(base(was), base(becomes)) ? Attribute::definition_ending : Attribute::definition, was,
        becomes);
  }
  void body(const Constraint& from, const Constraint& to) {
    definition(from, to);
    flag(Attribute::validated, from.validated, to.validated);
    flag(Attribute::enforced, from.enforced, to.enforced);
    flag(Attribute::deferrable, from.deferrable, to.deferrable);
    flag(Attribute::initially_deferred, from.initially_deferred, to.initially_deferred);
    storage(Attribute::options, from.index_options, to.index_options);
    storage(Attribute::tablespace, from.index_tablespace, to.index_tablespace);
    flag(Attribute::clustered, from.clustered, to.clustered);
    text(Attribute::attached_to, from.attached_to, to.attached_to);
    text(Attribute::index_comment, from.index_comment, to.index_comment);
  }
  void body(const Index& from, const Index& to) {
    print(Attribute::definition, without_storage_options(from.definition),
          without_storage_options(to.definition));
    storage(Attribute::options, from.options, to.options);
    storage(Attribute::tablespace, from.tablespace, to.tablespace);
    const auto targets = [](const std::map<int, int>& list) {
      std::string text;
      for (const auto& [column, target] : list) {
        text += (text.empty() ? "" : ", ") + std::to_string(column) + ": " + std::to_string(target);
      }
      return text;
    };
    text(Attribute::statistics, targets(from.statistics_targets), targets(to.statistics_targets));
    text(Attribute::attached_to, from.attached_to, to.attached_to);
    flag(Attribute::valid, from.valid, to.valid);
    flag(Attribute::clustered, from.clustered, to.clustered);
  }
  void body(const Statistics& from, const Statistics& to) {
    if (!is_same(in_any_order(from.definition), in_any_order(to.definition)))
      add(Attribute::definition, from.definition, to.definition);
    text(Attribute::target, std::to_string(from.target), std::to_string(to.target));
  }
  void body(const View& from, const View& to) {
    print(Attribute::query, from.query, to.query);
    columns(from.columns, to.columns, true);
    text(Attribute::options, joined(from.options), joined(to.options));
    storage(Attribute::tablespace, from.tablespace, to.tablespace);
    text(Attribute::access_method, from.access_method, to.access_method);
  }
  void body(const Rule& from, const Rule& to) {
    print(Attribute::definition, from.definition, to.definition);
    text(Attribute::enabled, from.enabled, to.enabled);
  }
  void body(const Trigger& from, const Trigger& to) {
    print(Attribute::definition, from.definition, to.definition);
    text(Attribute::function, from.function, to.function);
    flag(Attribute::inherited, from.inherited, to.inherited);
    text(Attribute::enabled, from.enabled, to.enabled);
  }
  void body(const Policy& from, const Policy& to) {
    text(Attribute::command, from.command, to.command);
    flag(Attribute::permissive, from.permissive, to.permissive);
    text(Attribute::roles, joined(from.roles), joined(to.roles));
    print(Attribute::using_expression, from.using_expression, to.using_expression);
    print(Attribute::check_expression, from.check_expression, to.check_expression);
  }
  void body(const Scripted& from, const Scripted& to) {
    if (from.properties.empty() && to.properties.empty()) text(Attribute::definition, from.create, to.create);
    const auto property = [&](const std::string& name, const std::string& was, const std::string& becomes) {
      const Part part(*this, Difference::Of::property, name);
      text(Attribute::whole, was, becomes);
    };
    for (const auto& [name, value] : from.properties) {
      const auto other = to.properties.find(name);
      property(name, value, other == to.properties.end() ? std::string() : other->second);
    }
    for (const auto& [name, value] : to.properties) {
      if (!from.properties.contains(name)) property(name, {}, value);
    }
    if (found.empty() && from.create != to.create && !same_print(from.create, to.create, renames_)) {
      text(Attribute::definition, from.create, to.create);
    }
    if (found.empty()) text(Attribute::completion, joined(from.completion), joined(to.completion));
  }

  void object(const Object& from, const Object& to) {
    std::visit(
        [&](const auto& old) {
          using B = std::decay_t<decltype(old)>;
          if (const B* wanted = std::get_if<B>(&to.body)) {
            body(old, *wanted);
          } else {
            text(Attribute::kind_of_definition, "other", "new");
          }
        },
        from.body);
    if (options_.all_attributes || to.owner)
      text(Attribute::owner, from.owner.value_or(""), to.owner.value_or(""));
    const auto wanted = wanted_grants(from, to, options_.all_attributes);
    const auto had = wanted == to.grants ? compared_grants(from, to, options_.all_attributes) : from.grants;
    if (had != wanted) text(Attribute::privileges, grant_text(had), grant_text(wanted));
    text(Attribute::comment, from.comment, to.comment);
  }

  std::vector<Difference> found;

 private:
  // What the next differences are about.
  class Part {
   public:
    Part(Comparison& comparison, Difference::Of of, const std::string& name) : comparison_(comparison) {
      comparison_.of_ = of;
      comparison_.name_ = name;
    }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;
    ~Part() {
      comparison_.of_ = Difference::Of::object;
      comparison_.name_.clear();
    }

   private:
    Comparison& comparison_;
  };
  void add(Attribute attribute, const std::string& from, const std::string& to) {
    found.push_back({of_, name_, attribute, from, to});
  }

  Difference::Of of_ = Difference::Of::object;
  std::string name_;
  const DiffOptions& options_;
  const Renames& renames_;
};

}  // namespace

std::optional<std::vector<Grant>> wanted_grants(const Object& from, const Object& to, bool all_attributes) {
  const auto revoked = [](const Grant& grant) { return grant.revoked; };
  if (all_attributes || to.grants || !from.grants ||
      std::none_of(from.grants->begin(), from.grants->end(), revoked))
    return to.grants;
  std::vector<Grant> wanted = *from.grants;
  std::erase_if(wanted, revoked);
  return wanted;
}

std::optional<std::vector<Grant>> compared_grants(const Object& from, const Object& to, bool all_attributes) {
  if (all_attributes) return from.grants;
  if (!to.grants) return std::nullopt;
  if (!from.grants) return from.grants;
  // A source cannot state that a role passes its grant option on: the grantor is then no difference.
  const auto by_owner = [](const Grant& grant) { return grant.grantor.empty(); };
  if (!std::all_of(to.grants->begin(), to.grants->end(), by_owner)) return from.grants;
  return granted_by_owner(*from.grants) == granted_by_owner(*to.grants) ? to.grants : from.grants;
}

std::vector<Difference> differences(const Object& from, const Object& to, const DiffOptions& options,
                                    const Renames& renames) {
  Comparison comparison(options, renames);
  comparison.object(from, to);
  return std::move(comparison.found);
}

std::string without_storage_options(const std::string& definition) {
  std::vector<PrintedToken> tokens = tokenize_sql(definition);
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
    if (tokens[at].text != "WITH" || !tokens[at + 1].is_symbol("(")) continue;
    std::size_t end = at + 1;
    int depth = 0;
    for (; end < tokens.size(); ++end) {
      if (tokens[end].is_symbol("(")) ++depth;
      if (tokens[end].is_symbol(")") && --depth == 0) break;
    }
    // "EXCLUDE USING gist (a WITH =)" has no parenthesis right after WITH, "(operator" would be
    // OPERATOR(...).
    tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(at),
                 tokens.begin() + static_cast<std::ptrdiff_t>(std::min(end + 1, tokens.size())));
    break;
  }
  return join_tokens(tokens);
}

}  // namespace schemac
