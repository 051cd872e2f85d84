#include "pg/conninfo.h"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <memory>

#include <fmt/format.h>

#include "base/diagnostic.h"
#include "pg/connection_url.h"
#include "pg/hide_passwords.h"
#include "pg/session.h"

namespace schemac::pg {
namespace {

struct OptionsFreer {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, OptionsFreer>;

constexpr std::string_view not_shown = "(not shown: it cannot be read)";

std::string value_of(const std::vector<ConnectionSetting>& settings, std::string_view name) {
  const auto found = std::find_if(settings.begin(), settings.end(),
                                  [&](const ConnectionSetting& setting) { return setting.name == name; });
  return found == settings.end() ? std::string() : found->value;
}

// A value that contains a pasted connection string, or a part of one.
std::string shown_value(const std::string& value) {
  const std::string hidden = hide_passwords(value);
  return holds_password(value) || hidden != value ? std::string("***") : percent_encoded(value);
}

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> items;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    items.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return items;
}

// "h1:1,h2": nullopt if a host is not a plain name or address, for example a socket's folder.
std::optional<std::string> authority(const std::string& hosts, const std::string& ports) {
  const std::vector<std::string> names = split_list(hosts);
  const std::vector<std::string> numbers = split_list(ports);
  if (numbers.size() != names.size() && numbers.size() != 1) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool plain = std::all_of(names[i].begin(), names[i].end(), [](unsigned char c) {
      return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_' || c == ':';
    });
    if (!plain) return std::nullopt;
    const bool address = names[i].find(':') != std::string::npos;
    const std::string& port = numbers.size() == 1 ? numbers.front() : numbers[i];
    out += fmt::format("{}{}{}{}{}{}", i == 0 ? "" : ",", address ? "[" : "", names[i], address ? "]" : "",
                       port.empty() ? "" : ":", port);
  }
  return out;
}

}  // namespace

bool may_be_shown(std::string_view name) {
  static constexpr std::array<std::string_view, 8> names{
      "host", "hostaddr", "port", "user", "dbname", "service", "sslmode", "target_session_attrs"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::optional<std::vector<ConnectionSetting>> parse_connection(const std::string& text) {
  if (url_problem(text)) return std::nullopt;
  const Options options(PQconninfoParse(text.c_str(), nullptr));
  if (!options) return std::nullopt;
  std::vector<ConnectionSetting> settings;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    settings.push_back({option->keyword, option->envvar == nullptr ? "" : option->envvar, option->val});
  }
  // libpq's message would quote it, and it may be a password.
  if (!is_port_list(value_of(settings, "port"))) return std::nullopt;
  return settings;
}

std::string reading_problem(const std::string& text) {
  if (std::optional<std::string> problem = url_problem(text)) return *problem;
  char* raw = nullptr;
  const Options options(PQconninfoParse(text.c_str(), &raw));
  const std::string why = raw == nullptr ? std::string() : std::string(raw);
  PQfreemem(raw);
  if (options) return "its port is not a number from 1 to 65535";
  // libpq quotes the unknown setting, which may be any text.
  const Options known(PQconndefaults());
  std::vector<std::string> names;
  for (const PQconninfoOption* option = known.get(); option != nullptr && option->keyword != nullptr;
       ++option) {
    names.emplace_back(option->keyword);
  }
  const std::size_t begin = why.find('"');
  const std::size_t end = why.rfind('"');
  if (begin == std::string::npos || end <= begin + 1) return "libpq cannot read it";
  const std::string near = nearest_name(percent_decoded(why.substr(begin + 1, end - begin - 1)), names);
  return near.empty() ? "libpq cannot read it"
                      : fmt::format("libpq does not know one of its settings; did you mean '{}'?", near);
}

bool is_connection_with_password(const std::string& argument) {
  const auto settings = parse_connection(libpq_url(argument));
  if (!settings) return holds_password(argument);
  return !value_of(*settings, "password").empty() || !value_of(*settings, "sslpassword").empty();
}

std::string redact(const std::string& url) {
  if (url.empty()) return {};
  const auto settings = parse_connection(libpq_url(url));
  if (!settings) return std::string(not_shown);
  const std::string user = value_of(*settings, "user");
  std::string host = value_of(*settings, "host");
  std::string port = value_of(*settings, "port");
  const std::string database = value_of(*settings, "dbname");
  std::string out = "postgresql://";
  if (!user.empty()) out += shown_value(user) + "@";
  if (const std::optional<std::string> plain = host.empty() ? std::nullopt : authority(host, port)) {
    out += *plain;
    host.clear();
    port.clear();
  }
  if (!database.empty()) {
    std::string name = shown_value(database);
    for (std::size_t at = 0; (at = name.find('/', at)) != std::string::npos; at += 3)
      name.replace(at, 1, "%2F");
    out += "/" + name;
  } else if (user.empty() && out == "postgresql://") {
    out += "/";
  }
  char separator = '?';
  const auto add = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    out += fmt::format("{}{}={}", separator, name, shown_value(value));
    separator = '&';
  };
  if (!host.empty() && out.ends_with('@')) out += '/';
  add("host", host);
  add("port", port);
  for (const ConnectionSetting& setting : *settings) {
    const bool said = setting.name == "user" || setting.name == "dbname" || setting.name == "host" ||
                      setting.name == "port";
    if (!said && may_be_shown(setting.name)) add(setting.name, setting.value);
  }
  return out;
}

std::string without_hidden_values(std::string message, const std::vector<ConnectionSetting>& settings) {
  constexpr std::size_t shortest = 3;
  for (const ConnectionSetting& setting : settings) {
    if (may_be_shown(setting.name) || setting.value.size() < shortest) continue;
    // If a shown value, such as the user's name, is also the password, removing it would reveal that.
    const bool shown = std::any_of(settings.begin(), settings.end(), [&](const ConnectionSetting& other) {
      return may_be_shown(other.name) && other.value == setting.value;
    });
    if (shown) continue;
    for (std::size_t at = 0; (at = message.find(setting.value, at)) != std::string::npos; at += 3) {
      message.replace(at, setting.value.size(), "***");
    }
  }
  return hide_passwords(message);
}

std::vector<std::pair<std::string, std::string>> libpq_environment(const std::string& url) {
  std::vector<std::pair<std::string, std::string>> variables;
  const std::string text = libpq_url(url);
  if (text.empty()) return variables;
  const auto settings = parse_connection(text);
  if (!settings) throw DatabaseError({.message = "cannot read the database URL: " + reading_problem(text)});
  for (const ConnectionSetting& setting : *settings) {
    if (!setting.variable.empty()) variables.emplace_back(setting.variable, setting.value);
  }
  return variables;
}

}  // namespace schemac::pg
