#include "lower/naming.h"

#include "base/hash.h"

namespace schemac {

namespace {
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
}  // namespace

std::string camel_case(std::string_view class_name) {
  std::string camel;
  bool up = true;
  for (const char c : class_name) {
    if (c == ' ' || c == '_') {
      up = true;
      continue;
    }
    camel += up && is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
    up = false;
  }
  return camel;
}

std::string snake_case(std::string_view name) {
  std::string split;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (i > 0 && is_upper(c)) {
      const char before = name[i - 1];
      const bool ends_word = is_lower(before) || is_digit(before);
      const bool starts_word = is_upper(before) && i + 1 < name.size() && is_lower(name[i + 1]);
      if (ends_word || starts_word) split += '_';
    }
    if (c == ' ' || c == '-') {
      split += '_';
    } else {
      split += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return split;
}

std::string fit_identifier(std::string_view name) {
  if (name.size() <= max_identifier_bytes) return std::string(name);
  const std::string digest = sha256(name);
  const std::string tail = "_" + digest.substr(digest.find(':') + 1, 8);
  std::size_t keep = max_identifier_bytes - tail.size();
  // Never in the middle of a UTF-8 sequence.
  while (keep > 0 && (static_cast<unsigned char>(name[keep]) & 0xC0U) == 0x80U) --keep;
  return std::string(name.substr(0, keep)) + tail;
}

std::string sql_name_of(std::string_view name, LowerOptions::Naming naming) {
  return naming == LowerOptions::Naming::snake_case ? snake_case(name) : std::string(name);
}

std::string Names::fitted(const std::string& name, Span span, std::string_view what) {
  std::string fit = fit_identifier(name);
  if (fit != name) {
    diagnostics_.note("name-shortened", span,
                      std::string(what) + " is named '" + fit + "': '" + name + "' is over " +
                          std::to_string(max_identifier_bytes) + " bytes");
  }
  return fit;
}

bool Names::claim(Owners& owners, std::string key, const std::string& name, Span span, std::string what) {
  Owner owner{span, std::move(what)};
  const auto [it, fresh] = owners.try_emplace(std::move(key), std::move(owner));
  if (fresh) return true;
  Diagnostic& diagnostic = diagnostics_.error(
      "name-collision", span, owner.what + " has the name '" + name + "' of " + it->second.what,
      "rename one of them, or give it a name with the annotation sql_name");
  diagnostic.notes.push_back({it->second.span, "'" + name + "' is taken here: " + it->second.what});
  return false;
}

bool Names::claim_relation(const std::string& namespace_, const std::string& name, Span span,
                           std::string what) {
  return claim(relations_, namespace_ + '\0' + name, name, span, std::move(what));
}

bool Names::claim_in_table(const std::string& table, const std::string& kind, const std::string& name,
                           Span span, std::string what) {
  return claim(in_tables_, table + '\0' + kind + '\0' + name, name, span, std::move(what));
}

}  // namespace schemac
