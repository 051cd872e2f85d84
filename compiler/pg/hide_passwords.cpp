#include "pg/hide_passwords.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <optional>

#include "base/text.h"
#include "pg/connection_url.h"

namespace schemac::pg {
namespace {

constexpr std::string_view hidden = "***";
// Characters at which the tool, YAML or a list option splits a text.
constexpr std::string_view cuts = " \t\r\n,\"'{}[]#";

bool is_alnum(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// A half-open part of a text.
struct Part {
  std::size_t begin = 0, end = 0;
};

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// Decodes twice: a percent sign may itself be encoded.
std::string fully_decoded(std::string_view text) { return percent_decoded(percent_decoded(text)); }

bool is_secret_name(std::string_view name) {
  static constexpr std::array<std::string_view, 4> parts{"passw", "passphrase", "pwd", "secret"};
  const std::string plain = lowered(fully_decoded(name));
  return plain == "pass" || plain == "pw" ||
         std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return plain.find(part) != std::string::npos; });
}

// The start of the user's name in "scheme://user…", with one slash or more; nullopt without a scheme. Other
// text may precede the scheme ("url=", a quote), but no colon: then it would be a user's name.
std::optional<std::size_t> behind_scheme(std::string_view word) {
  const std::size_t colon = word.find(":/");
  if (colon == std::string_view::npos || colon == 0 || !is_alnum(word[colon - 1])) return std::nullopt;
  if (word.substr(0, colon).find_first_of(":@") != std::string_view::npos) return std::nullopt;
  return std::min(word.find_first_not_of('/', colon + 1), word.size());
}

// "user:password@": from after the colon to the last @, of a word that may begin with a scheme.
std::optional<Part> userinfo_password(std::string_view word) {
  const std::size_t at = word.rfind('@');
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t colon = word.find(':', behind_scheme(word).value_or(0));
  if (colon == std::string_view::npos || colon + 1 >= at) return std::nullopt;
  return Part{colon + 1, at};
}

// A number, followed by another host or by text that may follow a URL in a sentence; or the placeholder of
// our own hints.
bool is_port(std::string_view text) {
  if (text == "port") return true;
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  return digits > 0 &&
         (digits == text.size() || std::string_view(",.;:)'\"").find(text[digits]) != std::string_view::npos);
}

// "scheme://user:password" or "scheme://user@host:password": the text in the place of a port that is not one,
// to the end of the word. Empty if the word ends there.
std::optional<Part> password_as_port(std::string_view word) {
  const std::optional<std::size_t> scheme = behind_scheme(word);
  if (!scheme) return std::nullopt;
  const std::size_t at = word.rfind('@');
  const std::size_t begin = at == std::string_view::npos ? *scheme : std::max(*scheme, at + 1);
  const std::size_t end = std::min(word.find_first_of("/?", begin), word.size());
  if (word.substr(begin, end - begin).find('[') != std::string_view::npos) return std::nullopt;
  const std::size_t colon = word.find(':', begin);
  if (colon == std::string_view::npos || colon > end) return std::nullopt;
  if (is_port(word.substr(colon + 1, end - colon - 1))) return std::nullopt;
  return Part{colon + 1, word.size()};
}

// The value after a name and "=", ":" or (if quoted) a space; empty if absent. at: after the name.
Part value_behind(std::string_view line, std::size_t at) {
  const auto skip_spaces = [&] {
    while (at < line.size() && is_space(line[at])) ++at;
  };
  const std::size_t name_end = at;
  if (at + 1 < line.size() && (line[at] == '"' || line[at] == '\'') && line[at + 1] == ':') ++at;
  skip_spaces();
  if (at >= line.size()) return {at, at};
  const bool mapping = line[at] == ':';
  if (line[at] == '=' || mapping) {
    ++at;
  } else if (at == name_end || line[at] != '\'') {
    return {at, at};
  }
  // A cast in SQL.
  if (mapping && at < line.size() && line[at] == ':') return {at, at};
  skip_spaces();
  if (at >= line.size() || (mapping && (line[at] == '{' || line[at] == '['))) return {at, at};
  const std::size_t begin = at;
  const char quote = line[at] == '\'' || line[at] == '"' ? line[at] : '\0';
  if (quote == '\0' && mapping) return {begin, line.size()};
  if (quote != '\0') ++at;
  while (at < line.size() && (quote != '\0' ? line[at] != quote : !is_space(line[at]))) {
    at += line[at] == '\\' ? 2 : 1;
  }
  return {begin, std::min(at + (quote != '\0' ? 1 : 0), line.size())};
}

// Names that mean password: their endings.
std::vector<std::size_t> secret_names(std::string_view line) {
  std::vector<std::size_t> ends;
  const auto in_name = [](char c) { return is_alnum(c) || c == '%' || c == '_' || c == '-'; };
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (!in_name(line[at])) continue;
    const std::size_t begin = at;
    while (at < line.size() && in_name(line[at])) ++at;
    if (is_secret_name(line.substr(begin, at - begin))) ends.push_back(at);
  }
  return ends;
}

std::vector<Part> named_passwords(std::string_view line) {
  std::vector<Part> parts;
  for (const std::size_t end : secret_names(line)) {
    const Part value = value_behind(line, end);
    if (value.end > value.begin) parts.push_back(value);
  }
  return parts;
}

// The same, completely percent-encoded: hidden completely.
bool is_encoded_password(std::string_view word) {
  if (word.find('%') == std::string_view::npos) return false;
  const std::string decoded = fully_decoded(word);
  return decoded != word && (userinfo_password(decoded) || !named_passwords(decoded).empty());
}

std::vector<Part> passwords_of_line(std::string_view line) {
  std::vector<Part> parts = named_passwords(line);
  const std::size_t last_at = line.rfind('@');
  for (std::size_t begin = 0; begin < line.size();) {
    if (is_space(line[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < line.size() && !is_space(line[end])) ++end;
    const std::string_view word = line.substr(begin, end - begin);
    const std::optional<Part> userinfo = userinfo_password(word);
    if (userinfo) parts.push_back({begin + userinfo->begin, begin + userinfo->end});
    if (const std::optional<Part> port = password_as_port(word)) {
      const bool goes_on = last_at != std::string_view::npos && last_at > end;
      const Part part{begin + port->begin, goes_on ? last_at : begin + port->end};
      if (part.end > part.begin) parts.push_back(part);
    }
    if (!userinfo && is_encoded_password(word)) parts.push_back({begin, end});
    begin = end;
  }
  std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.begin < b.begin; });
  return parts;
}

template <typename Each>
void each_line(std::string_view text, const Each& each) {
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    each(text.substr(begin, end - begin), end < text.size());
    begin = end + 1;
  }
}

// The whole word, including spaces, is one connection string.
std::vector<Part> passwords_of_word(std::string_view word) {
  std::vector<Part> parts;
  if (const std::optional<Part> part = userinfo_password(word)) parts.push_back(*part);
  if (const std::optional<Part> part = password_as_port(word); part && part->end > part->begin) {
    parts.push_back(*part);
  }
  // In mistyped text the start and end of a value are uncertain. Text without "=" is prose.
  const std::vector<std::size_t> names = secret_names(word);
  if (!names.empty() && names.front() < word.size() && word.find('=') != std::string_view::npos) {
    parts.push_back({names.front() + 1, word.size()});
  }
  if (parts.empty() && is_encoded_password(word)) parts.push_back({0, word.size()});
  return parts;
}

}  // namespace

std::string hide_passwords(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  each_line(text, [&](std::string_view line, bool more) {
    std::size_t done = 0;
    for (const Part& part : passwords_of_line(line)) {
      if (part.begin >= done) out.append(line.substr(done, part.begin - done)).append(hidden);
      done = std::max(done, part.end);
    }
    out += line.substr(std::min(done, line.size()));
    if (more) out += '\n';
  });
  return out;
}

bool holds_password(std::string_view word) {
  if (userinfo_password(word) || is_encoded_password(word)) return true;
  if (const std::optional<Part> part = password_as_port(word); part && part->end > part->begin) return true;
  if (secret_names(word).empty()) return false;
  // "set password = null for old users" is prose: another setting is assigned, too.
  static constexpr std::array<std::string_view, 5> settings{"host", "port", "user", "dbname", "service"};
  const std::string plain = lowered(fully_decoded(word));
  if (plain.find("://") != std::string::npos) return true;
  return std::any_of(settings.begin(), settings.end(), [&](std::string_view setting) {
    for (std::size_t at = 0; (at = plain.find(setting, at)) != std::string::npos; at += setting.size()) {
      const std::size_t next = plain.find_first_not_of(" \t", at + setting.size());
      if (next != std::string::npos && plain[next] == '=') return true;
    }
    return false;
  });
}

void KnownPasswords::add_with_parts(std::string_view secret) {
  constexpr std::size_t shortest = 3;
  secrets_.emplace_back(secret);
  for (std::size_t begin = 0; begin < secret.size();) {
    const std::size_t end = std::min(secret.find_first_of(cuts, begin), secret.size());
    if (end - begin >= shortest) secrets_.emplace_back(secret.substr(begin, end - begin));
    begin = end + 1;
  }
  std::sort(secrets_.begin(), secrets_.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
}

namespace {

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; at += part.size()) ++found;
  return found;
}

}  // namespace

void KnownPasswords::learn(std::string_view word) {
  const std::string seen = hide_passwords(word);
  for (const Part& part : passwords_of_word(word)) {
    const std::string_view secret = word.substr(part.begin, part.end - part.begin);
    // A password that hide_passwords() finds, and that is never split, may be a common word such as
    // "postgres".
    const bool may_be_cut = secret.find_first_of(cuts) != std::string_view::npos;
    if (may_be_cut || count(seen, secret) == count(word, secret)) add_with_parts(secret);
  }
}

void KnownPasswords::learn_lines(std::string_view text) {
  each_line(text, [&](std::string_view line, bool) {
    // Most lines with a colon and an @ are prose.
    const std::size_t scheme = line.find("postgres");
    if (scheme != std::string_view::npos) learn(line.substr(scheme));
    const bool named = !secret_names(line).empty() && holds_password(line);
    if (named || !named_passwords(line).empty()) learn(line);
  });
}

std::string KnownPasswords::hide(std::string text) const {
  for (const std::string& secret : secrets_) {
    for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos; at += hidden.size()) {
      text.replace(at, secret.size(), hidden);
    }
  }
  return hide_passwords(text);
}

}  // namespace schemac::pg
