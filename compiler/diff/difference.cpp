#include <algorithm>
#include <array>

#include "diff/diff.h"

namespace schemac {
namespace {

struct Word {
  Attribute attribute;
  std::string_view word;
};

constexpr std::array<Word, static_cast<std::size_t>(Attribute::completion) + 1> words = {{
    {Attribute::whole, ""},
    {Attribute::kind_of_definition, "kind of definition"},
    {Attribute::name, "name"},
    {Attribute::owner, "owner"},
    {Attribute::privileges, "privileges"},
    {Attribute::comment, "comment"},
    {Attribute::type, "type"},
    {Attribute::collation, "collation"},
    {Attribute::not_null, "not null"},
    {Attribute::not_null_name, "name of not null"},
    {Attribute::not_null_comment, "comment of not null"},
    {Attribute::default_expression, "default"},
    {Attribute::generated_expression, "generated"},
    {Attribute::generated_virtual, "virtual"},
    {Attribute::identity, "identity"},
    {Attribute::start, "start"},
    {Attribute::increment, "increment"},
    {Attribute::minimum, "minimum"},
    {Attribute::maximum, "maximum"},
    {Attribute::cache, "cache"},
    {Attribute::cycle, "cycle"},
    {Attribute::storage, "storage"},
    {Attribute::compression, "compression"},
    {Attribute::statistics, "statistics"},
    {Attribute::options, "options"},
    {Attribute::inherited, "inherited"},
    {Attribute::order_of_columns, "order of columns"},
    {Attribute::schema, "schema"},
    {Attribute::version, "version"},
    {Attribute::labels, "labels"},
    {Attribute::subtype, "subtype"},
    {Attribute::operator_class, "operator class"},
    {Attribute::canonical, "canonical"},
    {Attribute::difference, "difference"},
    {Attribute::multirange, "multirange"},
    {Attribute::owned_by, "owned by"},
    {Attribute::unlogged, "unlogged"},
    {Attribute::definition, "definition"},
    {Attribute::definition_ending, "definition"},
    {Attribute::result, "result"},
    {Attribute::partition_by, "partition by"},
    {Attribute::partition_of, "partition of"},
    {Attribute::partition_bound, "partition bound"},
    {Attribute::inherits, "inherits"},
    {Attribute::of_type, "of type"},
    {Attribute::tablespace, "tablespace"},
    {Attribute::access_method, "access method"},
    {Attribute::row_security, "row security"},
    {Attribute::force_row_security, "force row security"},
    {Attribute::replica_identity, "replica identity"},
    {Attribute::server, "server"},
    {Attribute::validated, "validated"},
    {Attribute::enforced, "enforced"},
    {Attribute::deferrable, "deferrable"},
    {Attribute::initially_deferred, "initially deferred"},
    {Attribute::clustered, "clustered"},
    {Attribute::attached_to, "attached to"},
    {Attribute::index_comment, "index comment"},
    {Attribute::valid, "valid"},
    {Attribute::target, "target"},
    {Attribute::query, "query"},
    {Attribute::enabled, "enabled"},
    {Attribute::function, "function"},
    {Attribute::command, "command"},
    {Attribute::permissive, "permissive"},
    {Attribute::roles, "roles"},
    {Attribute::using_expression, "using"},
    {Attribute::check_expression, "check"},
    {Attribute::completion, "completion"},
}};

constexpr bool in_order() {
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (words[at].attribute != static_cast<Attribute>(at)) return false;
  }
  return true;
}
static_assert(in_order(), "each attribute has its word, in the order of the enumeration");

// Of a column: the options of its identity's sequence.
bool is_of_sequence(Attribute attribute) {
  return attribute >= Attribute::start && attribute <= Attribute::cycle;
}

}  // namespace

std::string_view attribute_word(Attribute attribute) {
  return words[static_cast<std::size_t>(attribute)].word;
}

std::string Difference::text() const {
  std::string word(attribute_word(attribute));
  switch (of) {
    case Of::object:
      return word;
    case Of::column:
      return "column " + quote_identifier(name) +
             (word.empty() ? "" : ": " + (is_of_sequence(attribute) ? "identity " + word : word));
    case Of::constraint:
      return "constraint " + quote_identifier(name) + (word.empty() ? "" : ": " + word);
    case Of::property:
      return name;
  }
  return word;
}

}  // namespace schemac
