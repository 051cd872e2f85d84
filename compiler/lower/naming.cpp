#include "lower/naming.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/hash.h"

namespace schemac {

namespace {
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string short_hash(std::string_view text) {
  const std::string digest = sha256(text);
  return digest.substr(digest.find(':') + 1, 8);
}

// At most that many bytes from the front, never half a UTF-8 sequence.
std::string_view head(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}
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
  const std::string tail = "_" + short_hash(name);
  return std::string(head(name, max_identifier_bytes - tail.size())) + tail;
}

std::string fit_constraint_name(std::string_view table, std::string_view rest) {
  constexpr std::size_t table_at_least = 12;
  std::string whole = std::string(table) + "_" + std::string(rest);
  if (whole.size() <= max_identifier_bytes) return whole;
  const std::size_t last = rest.rfind('_') == std::string_view::npos ? 0 : rest.rfind('_') + 1;
  const std::string tail = "_" + short_hash(whole) + "_" + std::string(rest.substr(last));
  if (last == 0 || tail.size() + table_at_least + 1 >= max_identifier_bytes) return fit_identifier(whole);
  const std::size_t room = max_identifier_bytes - tail.size() - 1;
  const std::string_view slot = head(rest.substr(0, last - 1), room - std::min(table.size(), table_at_least));
  return std::string(head(table, room - slot.size())) + "_" + std::string(slot) + tail;
}

std::string sql_name_of(std::string_view name, LowerOptions::Naming naming) {
  return naming == LowerOptions::Naming::snake_case ? snake_case(name) : std::string(name);
}

std::string What::text() const {
  std::string text;
  std::string_view rest = pattern;
  for (const std::string_view value : {first, second}) {
    const std::size_t at = rest.find("{}");
    if (at == std::string_view::npos) break;
    text.append(rest.substr(0, at)).append(value);
    rest.remove_prefix(at + 2);
  }
  return text.append(rest);
}

void report_collision(Diagnostics& diagnostics, std::string_view name, Span span, std::string_view what,
                      Span first_span, std::string_view first_what) {
  diagnostics
      .error("name-collision", span, fmt::format("{} has the name '{}' of {}", what, name, first_what),
             "rename one of them, or give it a name with the annotation sql_name")
      .notes.push_back({first_span, fmt::format("'{}' is taken here: {}", name, first_what)});
}

std::string Names::fitted(std::string name, Span span, const What& what) {
  if (name.size() <= max_identifier_bytes) return name;
  std::string fit = fit_identifier(name);
  diagnostics_.note(
      "name-shortened", span,
      fmt::format("{} is named '{}': '{}' is over {} bytes", what.text(), fit, name, max_identifier_bytes));
  return fit;
}

bool Names::claim(Claim claim) {
  if (deferred_) {
    claims_.push_back(std::move(claim));
    return true;
  }
  const auto [it, fresh] = owners_.try_emplace(std::move(claim.key), std::move(claim.owner));
  if (fresh) return true;
  report_collision(diagnostics_, claim.name, claim.owner.span, claim.owner.what, it->second.span,
                   it->second.what);
  return false;
}

bool Names::claim_relation(const std::string& namespace_, const std::string& name, Span span,
                           std::string what) {
  return claim(namespace_, "relation", name, span, std::move(what));
}

bool Names::claim(const std::string& place, const std::string& kind, const std::string& name, Span span,
                  std::string what) {
  return claim({place + '\0' + kind + '\0' + name, name, {span, std::move(what)}});
}

void Names::join(Names&& part) {
  for (Claim& each : part.claims_) claim(std::move(each));
}

}  // namespace schemac
