#include "catalog/identifier.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace schemac {
namespace {

enum class KeywordCategory { column_name, type_or_function, reserved };

struct Keyword {
  std::string_view word;
  KeywordCategory category;
};

// Every keyword of PostgreSQL 15 that is not unreserved, as pg_get_keywords() lists them, sorted. Of later
// versions only system_user is added (16, reserved): the others are still allowed as names.
// clang-format off
constexpr Keyword keywords[] = {
    {"all", KeywordCategory::reserved}, {"analyse", KeywordCategory::reserved}, {"analyze", KeywordCategory::reserved},
    {"and", KeywordCategory::reserved}, {"any", KeywordCategory::reserved}, {"array", KeywordCategory::reserved},
    {"as", KeywordCategory::reserved}, {"asc", KeywordCategory::reserved}, {"asymmetric", KeywordCategory::reserved},
    {"authorization", KeywordCategory::type_or_function}, {"between", KeywordCategory::column_name}, {"bigint", KeywordCategory::column_name},
    {"binary", KeywordCategory::type_or_function}, {"bit", KeywordCategory::column_name}, {"boolean", KeywordCategory::column_name},
    {"both", KeywordCategory::reserved}, {"case", KeywordCategory::reserved}, {"cast", KeywordCategory::reserved},
    {"char", KeywordCategory::column_name}, {"character", KeywordCategory::column_name}, {"check", KeywordCategory::reserved},
    {"coalesce", KeywordCategory::column_name}, {"collate", KeywordCategory::reserved}, {"collation", KeywordCategory::type_or_function},
    {"column", KeywordCategory::reserved}, {"concurrently", KeywordCategory::type_or_function}, {"constraint", KeywordCategory::reserved},
    {"create", KeywordCategory::reserved}, {"cross", KeywordCategory::type_or_function}, {"current_catalog", KeywordCategory::reserved},
    {"current_date", KeywordCategory::reserved}, {"current_role", KeywordCategory::reserved}, {"current_schema", KeywordCategory::type_or_function},
    {"current_time", KeywordCategory::reserved}, {"current_timestamp", KeywordCategory::reserved}, {"current_user", KeywordCategory::reserved},
    {"dec", KeywordCategory::column_name}, {"decimal", KeywordCategory::column_name}, {"default", KeywordCategory::reserved},
    {"deferrable", KeywordCategory::reserved}, {"desc", KeywordCategory::reserved}, {"distinct", KeywordCategory::reserved},
    {"do", KeywordCategory::reserved}, {"else", KeywordCategory::reserved}, {"end", KeywordCategory::reserved},
    {"except", KeywordCategory::reserved}, {"exists", KeywordCategory::column_name}, {"extract", KeywordCategory::column_name},
    {"false", KeywordCategory::reserved}, {"fetch", KeywordCategory::reserved}, {"float", KeywordCategory::column_name},
    {"for", KeywordCategory::reserved}, {"foreign", KeywordCategory::reserved}, {"freeze", KeywordCategory::type_or_function},
    {"from", KeywordCategory::reserved}, {"full", KeywordCategory::type_or_function}, {"grant", KeywordCategory::reserved},
    {"greatest", KeywordCategory::column_name}, {"group", KeywordCategory::reserved}, {"grouping", KeywordCategory::column_name},
    {"having", KeywordCategory::reserved}, {"ilike", KeywordCategory::type_or_function}, {"in", KeywordCategory::reserved},
    {"initially", KeywordCategory::reserved}, {"inner", KeywordCategory::type_or_function}, {"inout", KeywordCategory::column_name},
    {"int", KeywordCategory::column_name}, {"integer", KeywordCategory::column_name}, {"intersect", KeywordCategory::reserved},
    {"interval", KeywordCategory::column_name}, {"into", KeywordCategory::reserved}, {"is", KeywordCategory::type_or_function},
    {"isnull", KeywordCategory::type_or_function}, {"join", KeywordCategory::type_or_function}, {"lateral", KeywordCategory::reserved},
    {"leading", KeywordCategory::reserved}, {"least", KeywordCategory::column_name}, {"left", KeywordCategory::type_or_function},
    {"like", KeywordCategory::type_or_function}, {"limit", KeywordCategory::reserved}, {"localtime", KeywordCategory::reserved},
    {"localtimestamp", KeywordCategory::reserved}, {"national", KeywordCategory::column_name}, {"natural", KeywordCategory::type_or_function},
    {"nchar", KeywordCategory::column_name}, {"none", KeywordCategory::column_name}, {"normalize", KeywordCategory::column_name},
    {"not", KeywordCategory::reserved}, {"notnull", KeywordCategory::type_or_function}, {"null", KeywordCategory::reserved},
    {"nullif", KeywordCategory::column_name}, {"numeric", KeywordCategory::column_name}, {"offset", KeywordCategory::reserved},
    {"on", KeywordCategory::reserved}, {"only", KeywordCategory::reserved}, {"or", KeywordCategory::reserved},
    {"order", KeywordCategory::reserved}, {"out", KeywordCategory::column_name}, {"outer", KeywordCategory::type_or_function},
    {"overlaps", KeywordCategory::type_or_function}, {"overlay", KeywordCategory::column_name}, {"placing", KeywordCategory::reserved},
    {"position", KeywordCategory::column_name}, {"precision", KeywordCategory::column_name}, {"primary", KeywordCategory::reserved},
    {"real", KeywordCategory::column_name}, {"references", KeywordCategory::reserved}, {"returning", KeywordCategory::reserved},
    {"right", KeywordCategory::type_or_function}, {"row", KeywordCategory::column_name}, {"select", KeywordCategory::reserved},
    {"session_user", KeywordCategory::reserved}, {"setof", KeywordCategory::column_name}, {"similar", KeywordCategory::type_or_function},
    {"smallint", KeywordCategory::column_name}, {"some", KeywordCategory::reserved}, {"substring", KeywordCategory::column_name},
    {"symmetric", KeywordCategory::reserved}, {"system_user", KeywordCategory::reserved}, {"table", KeywordCategory::reserved},
    {"tablesample", KeywordCategory::type_or_function}, {"then", KeywordCategory::reserved}, {"time", KeywordCategory::column_name},
    {"timestamp", KeywordCategory::column_name}, {"to", KeywordCategory::reserved}, {"trailing", KeywordCategory::reserved},
    {"treat", KeywordCategory::column_name}, {"trim", KeywordCategory::column_name}, {"true", KeywordCategory::reserved},
    {"union", KeywordCategory::reserved}, {"unique", KeywordCategory::reserved}, {"user", KeywordCategory::reserved},
    {"using", KeywordCategory::reserved}, {"values", KeywordCategory::column_name}, {"varchar", KeywordCategory::column_name},
    {"variadic", KeywordCategory::reserved}, {"verbose", KeywordCategory::type_or_function}, {"when", KeywordCategory::reserved},
    {"where", KeywordCategory::reserved}, {"window", KeywordCategory::reserved}, {"with", KeywordCategory::reserved},
    {"xmlattributes", KeywordCategory::column_name}, {"xmlconcat", KeywordCategory::column_name}, {"xmlelement", KeywordCategory::column_name},
    {"xmlexists", KeywordCategory::column_name}, {"xmlforest", KeywordCategory::column_name}, {"xmlnamespaces", KeywordCategory::column_name},
    {"xmlparse", KeywordCategory::column_name}, {"xmlpi", KeywordCategory::column_name}, {"xmlroot", KeywordCategory::column_name},
    {"xmlserialize", KeywordCategory::column_name}, {"xmltable", KeywordCategory::column_name} 
};
// clang-format on

constexpr std::size_t longest_keyword = [] {
  std::size_t longest = 0;
  for (const Keyword& keyword : keywords) longest = std::max(longest, keyword.word.size());
  return longest;
}();

// Every printed name is looked up, often several times, and few are keywords: length, first and last letter
// exclude most names.
constexpr std::size_t signature_count = 1U << 12;
constexpr std::size_t signature(std::string_view word) {
  const auto code = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(word[i]));
  };
  return (word.size() * 32 * 32 + code(0) * 32 + (code(word.size() - 1) & 31U)) % signature_count;
}
constexpr auto keyword_signatures = [] {
  std::array<bool, signature_count> known{};
  for (const Keyword& keyword : keywords) known[signature(keyword.word)] = true;
  return known;
}();

const Keyword* find_keyword(std::string_view word) {
  if (word.empty() || word.size() > longest_keyword || !keyword_signatures[signature(word)]) return nullptr;
  const Keyword* const found =
      std::lower_bound(std::begin(keywords), std::end(keywords), word,
                       [](const Keyword& k, std::string_view w) { return k.word < w; });
  return found != std::end(keywords) && found->word == word ? found : nullptr;
}

constexpr bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }
constexpr bool is_name_part(char c) { return is_name_start(c) || (c >= '0' && c <= '9') || c == '$'; }

// Plain in the sense of quote_ident: '$' is legal in an unquoted name, but quote_ident quotes it.
constexpr auto in_plain_name = [] {
  std::array<bool, 256> known{};
  for (int c = 0; c < 256; ++c)
    known[static_cast<std::size_t>(c)] = is_name_part(static_cast<char>(c)) && c != '$';
  return known;
}();

bool is_plain_name(std::string_view name) {
  if (name.empty() || !is_name_start(name[0])) return false;
  bool plain = true;
  for (const char c : name) plain = plain && in_plain_name[static_cast<unsigned char>(c)];
  return plain;
}

std::string quoted(std::string_view name) {
  std::string out;
  out.reserve(name.size() + 2);
  out += '"';
  for (const char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
  return out;
}

// Removes one identifier, quoted or plain, from the front of text; false if absent.
bool take_identifier(std::string_view& text, std::string& out) {
  if (text.empty()) return false;
  if (text[0] != '"') {
    if (!is_name_start(text[0])) return false;
    std::size_t end = 1;
    while (end < text.size() && is_name_part(text[end])) ++end;
    out = text.substr(0, end);
    text.remove_prefix(end);
    return true;
  }
  std::string name;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] != '"') {
      name += text[i];
    } else if (i + 1 < text.size() && text[i + 1] == '"') {
      name += text[++i];
    } else {
      out = std::move(name);
      text.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

}  // namespace

std::string ObjectId::text() const {
  std::string out;
  append_text(out);
  return out;
}

void ObjectId::append_text(std::string& out) const {
  const std::string_view word = kind_name(kind);
  out.reserve(out.size() + word.size() + namespace_.size() + relation.size() + name.size() + 3);
  out.append(word) += ' ';
  const auto append_part = [&](const std::string& part) {
    append_identifier(out, part);
    out += '.';
  };
  if (name_is_signature(kind)) {
    if (!namespace_.empty()) append_part(namespace_);
    out += name;
    return;
  }
  // Two parts mean (relation, name) for a kind that belongs to a relation, else (namespace, name); any other
  // id is written in three parts, an absent one as "".
  const bool hangs = hangs_on_relation(kind);
  if (hangs ? !namespace_.empty() : !(namespace_.empty() && relation.empty())) append_part(namespace_);
  if (!relation.empty() || (hangs && !namespace_.empty())) append_part(relation);
  append_identifier(out, name);
}

std::optional<ObjectId> parse_object_id(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto kind = kind_of_name(text.substr(0, space));
  if (!kind) return std::nullopt;
  std::string_view rest = text.substr(space + 1);
  ObjectId id{.kind = *kind, .namespace_ = {}, .relation = {}, .name = {}};
  if (name_is_signature(*kind)) {
    std::string first;
    std::string_view after = rest;
    if (take_identifier(after, first) && !after.empty() && after[0] == '.') {
      id.namespace_ = std::move(first);
      rest = after.substr(1);
    }
    if (rest.empty()) return std::nullopt;
    id.name = rest;
    return id;
  }
  std::array<std::string, 3> parts;
  std::size_t count = 0;
  for (;;) {
    if (count == parts.size() || !take_identifier(rest, parts[count])) return std::nullopt;
    ++count;
    if (rest.empty()) break;
    if (rest[0] != '.') return std::nullopt;
    rest.remove_prefix(1);
  }
  id.name = parts[count - 1];
  if (count == 3) {
    id.namespace_ = parts[0];
    id.relation = parts[1];
  } else if (count == 2) {
    (hangs_on_relation(*kind) ? id.relation : id.namespace_) = parts[0];
  }
  return id;
}

std::string quote_identifier(std::string_view name) {
  if (is_plain_name(name) && find_keyword(name) == nullptr) return std::string(name);
  return quoted(name);
}

void append_identifier(std::string& out, std::string_view name) {
  if (is_plain_name(name) && find_keyword(name) == nullptr) {
    out += name;
  } else {
    out += quoted(name);
  }
}

std::string quote_literal(std::string_view text) {
  const bool escape = text.find('\\') != std::string_view::npos;
  std::string out = escape ? "E'" : "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += c;
    out += c;
  }
  out += '\'';
  return out;
}

std::string qualified_name(const ObjectId& id) {
  if (!name_is_signature(id.kind)) return qualified_name(id.namespace_, id.name);
  return id.namespace_.empty() ? id.name : quote_identifier(id.namespace_) + '.' + id.name;
}

std::string qualified_name(std::string_view namespace_, std::string_view name) {
  std::string out;
  out.reserve(namespace_.size() + name.size() + 1);
  append_qualified_name(out, namespace_, name);
  return out;
}

void append_qualified_name(std::string& out, std::string_view namespace_, std::string_view name) {
  if (!namespace_.empty()) {
    append_identifier(out, namespace_);
    out += '.';
  }
  append_identifier(out, name);
}

bool is_reserved_keyword(std::string_view lower_case) {
  const Keyword* keyword = find_keyword(lower_case);
  return keyword != nullptr && keyword->category != KeywordCategory::column_name;
}

}  // namespace schemac
