#include "plan/swap_rights.h"

#include <string_view>

#include "plan/queries.h"

namespace schemac {
namespace {

// For a string inside a dollar quote.
std::string in_string(const ObjectId& relation) {
  std::string out;
  for (const char c : qualified_name(relation)) out += c == '\'' ? "''" : std::string(1, c);
  return out;
}

std::string without_comment(std::string_view query) {
  const std::size_t end = query.find("DO $rights$");
  std::string out(query.substr(end));
  while (out.ends_with('\n')) out.pop_back();
  return out;
}

std::string replaced(std::string text, std::string_view name, const std::string& value) {
  for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos; at += value.size())
    text.replace(at, name.size(), value);
  return text;
}

}  // namespace

std::string only_owner_rights(const ObjectId& relation) {
  return replaced(without_comment(queries::only_owner_rights), "@relation@", in_string(relation));
}

std::string rights_of_the_old(const ObjectId& old, const ObjectId& made, bool keeps_owner) {
  std::string text = without_comment(queries::rights_of_the_old);
  text = replaced(std::move(text), "@keeps_owner@", keeps_owner ? "true" : "false");
  text = replaced(std::move(text), "@old@", in_string(old));
  return replaced(std::move(text), "@new@", in_string(made));
}

}  // namespace schemac
