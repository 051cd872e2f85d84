// Connection strings as text: driver suffixes, another database, no password. Does not use libpq, so that a
// string that libpq refuses can also be shown without its password.
#include "pg/connection_url.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <utility>
#include <vector>

#include "base/text.h"
#include "pg/session.h"

namespace schemac::pg {
namespace {

int hexadecimal(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// scheme://userinfo@hosts/path?query, each part as written.
struct UrlParts {
  std::string scheme;
  std::string user;
  std::optional<std::string> password;
  std::string hosts;
  std::optional<std::string> path;                         // without the slash
  std::vector<std::pair<std::string, std::string>> query;  // raw; a name without '=' has no value
  bool ambiguous = false;  // a bare '/', '?' or '@' in the password: libpq would split it in the wrong place
  bool odd_port = false;   // not a number: it may be a password
};

// host[:port],… with bracketed IPv6 addresses: every port is a number.
bool plain_hosts(std::string_view hosts) {
  for (std::size_t begin = 0; begin <= hosts.size();) {
    const std::size_t end = std::min(hosts.find(',', begin), hosts.size());
    const std::string_view one = hosts.substr(begin, end - begin);
    const std::size_t bracket = one.rfind(']');
    const std::size_t colon = one.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (colon != std::string_view::npos && !is_port_list(one.substr(colon + 1))) return false;
    begin = end + 1;
  }
  return true;
}

UrlParts split_url(std::string_view url) {
  UrlParts parts;
  const std::size_t scheme_end = url.find("://");
  parts.scheme = url.substr(0, scheme_end);
  std::string_view rest = url.substr(scheme_end + 3);
  std::size_t authority_end = std::min(rest.find_first_of("/?"), rest.size());
  std::size_t at = rest.substr(0, authority_end).rfind('@');
  if (at == std::string_view::npos && !plain_hosts(rest.substr(0, authority_end))) {
    // "u:p/w@host": the apparent port is the start of a password.
    at = rest.rfind('@');
    if (at != std::string_view::npos) {
      parts.ambiguous = true;
      authority_end = std::min(rest.find_first_of("/?", at), rest.size());
    }
  }
  std::string_view authority = rest.substr(0, authority_end);
  rest.remove_prefix(authority_end);
  if (at != std::string_view::npos) {
    const std::string_view userinfo = authority.substr(0, at);
    authority.remove_prefix(at + 1);
    const std::size_t colon = userinfo.find(':');
    parts.user = userinfo.substr(0, colon);
    if (colon != std::string_view::npos) parts.password = userinfo.substr(colon + 1);
    parts.ambiguous = parts.ambiguous || userinfo.find('@') != std::string_view::npos;
  }
  parts.hosts = authority;
  parts.odd_port = !plain_hosts(authority);
  const std::size_t question = rest.find('?');
  if (rest.starts_with('/')) {
    parts.path = rest.substr(1, question == std::string_view::npos ? question : question - 1);
    // "u:p@ss/word@host" and "u:12/34@host".
    const bool colon_before = parts.password || parts.hosts.find(':') != std::string::npos;
    parts.ambiguous = parts.ambiguous || (colon_before && parts.path->find('@') != std::string::npos);
  }
  if (question != std::string_view::npos) {
    for (std::size_t begin = question + 1; begin < rest.size();) {
      const std::size_t end = std::min(rest.find('&', begin), rest.size());
      const std::string_view one = rest.substr(begin, end - begin);
      const std::size_t equals = one.find('=');
      parts.query.emplace_back(std::string(one.substr(0, equals)), equals == std::string_view::npos
                                                                       ? std::string()
                                                                       : std::string(one.substr(equals + 1)));
      begin = end + 1;
    }
  }
  return parts;
}

std::string join_url(const UrlParts& parts) {
  std::string out = parts.scheme + "://" + parts.user;
  if (parts.password) out += ":" + *parts.password;
  if (!parts.user.empty() || parts.password) out += "@";
  out += parts.hosts;
  if (parts.path) out += "/" + *parts.path;
  char separator = '?';
  for (const auto& [name, value] : parts.query) {
    out += separator + name + "=" + value;
    separator = '&';
  }
  return out;
}

// The settings of "name = value name='va\'lue'", each with its place, as libpq reads them. Unreadable text
// ends the list.
struct Setting {
  std::string name;
  std::size_t begin = 0, end = 0;  // of the whole setting
};

std::size_t after_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

std::size_t after_value(std::string_view text, std::size_t at) {
  const bool quoted = at < text.size() && text[at] == '\'';
  if (quoted) ++at;
  while (at < text.size() && (quoted ? text[at] != '\'' : !is_space(text[at])))
    at += text[at] == '\\' ? 2 : 1;
  at = std::min(at, text.size());
  return quoted && at < text.size() ? at + 1 : at;
}

std::vector<Setting> split_conninfo(std::string_view text) {
  std::vector<Setting> settings;
  for (std::size_t i = after_spaces(text, 0); i < text.size(); i = after_spaces(text, i)) {
    Setting setting;
    setting.begin = i;
    while (i < text.size() && text[i] != '=' && !is_space(text[i])) ++i;
    setting.name = text.substr(setting.begin, i - setting.begin);
    i = after_spaces(text, i);
    if (i < text.size() && text[i] == '=') i = after_value(text, after_spaces(text, i + 1));
    setting.end = i;
    settings.push_back(std::move(setting));
  }
  return settings;
}

}  // namespace

bool is_url(std::string_view text) {
  return text.starts_with("postgresql://") || text.starts_with("postgres://");
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hexadecimal(text[i + 1]) >= 0 &&
        hexadecimal(text[i + 2]) >= 0) {
      out += static_cast<char>(hexadecimal(text[i + 1]) * 16 + hexadecimal(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string conninfo_value(std::string_view value) {
  std::string out = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

bool is_port_list(std::string_view text) {
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    int port = 0;
    for (const char c : text.substr(begin, end - begin)) {
      if (c < '0' || c > '9' || port > 65535) return false;
      port = port * 10 + (c - '0');
    }
    if (end > begin && (port < 1 || port > 65535)) return false;
    begin = end + 1;
  }
  return true;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.' || c == '~' || c == '/') {
      out += c;
    } else {
      out += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
  }
  return out;
}

std::string libpq_url(std::string_view url) {
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) return std::string(url);
  const std::string_view scheme = url.substr(0, scheme_end);
  const std::size_t plus = scheme.find('+');
  if (plus == std::string_view::npos) return std::string(url);
  const std::string_view family = scheme.substr(0, plus);
  if (family != "postgresql" && family != "postgres") return std::string(url);
  return "postgresql" + std::string(url.substr(scheme_end));
}

std::string portable_url(const std::string& url) {
  if (!is_url(url)) return url;
  UrlParts parts = split_url(url);
  std::erase_if(parts.query,
                [](const auto& one) { return one.second.empty() || one.first == "requirepeer"; });
  return join_url(parts);
}

std::optional<std::string> url_problem(std::string_view text) {
  if (text.empty()) return std::nullopt;
  if (is_url(text)) {
    const UrlParts parts = split_url(text);
    if (parts.ambiguous) {
      return "its password holds a character that must be percent-encoded (@ is %40, / is %2F, ? is %3F)";
    }
    if (parts.odd_port) {
      return "its port is not a number from 1 to 65535 (a password is followed by @host; in it, / is %2F, ? "
             "is "
             "%3F)";
    }
    return std::nullopt;
  }
  if (const std::size_t scheme = text.find("://");
      scheme != std::string_view::npos &&
      text.substr(0, scheme).find_first_of(" =") == std::string_view::npos) {
    return "it is not a PostgreSQL URL (postgresql://user@host:port/database)";
  }
  if (text.find('=') == std::string_view::npos) {
    return "it is neither a URL (postgresql://user@host:port/database) nor settings (host=… dbname=…)";
  }
  return std::nullopt;
}

std::string with_database(const std::string& url, const std::string& database) {
  std::string text = libpq_url(url);
  if (url_problem(text)) return text;  // connecting reports it
  if (is_url(text)) {
    UrlParts parts = split_url(text);
    std::erase_if(parts.query, [](const auto& one) { return percent_decoded(one.first) == "dbname"; });
    parts.path = percent_encoded(database);
    // Other programs would end the name at a slash.
    for (std::size_t at = 0; (at = parts.path->find('/', at)) != std::string::npos; at += 3) {
      parts.path->replace(at, 1, "%2F");
    }
    return join_url(parts);
  }
  std::string out;
  for (const Setting& setting : split_conninfo(text)) {
    if (setting.name == "dbname") continue;
    out += text.substr(setting.begin, setting.end - setting.begin) + " ";
  }
  return out + "dbname=" + conninfo_value(database);
}

}  // namespace schemac::pg
