#include "lower/naming.h"
#include "catalog/name_style.h"

#include <algorithm>

#include <fmt/format.h>

namespace schemac {

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
      .error("name-collision", span, fmt::format("{} has the same name '{}' as {}", what, name, first_what),
             "rename one of them, or give it a name with the annotation sql_name")
      .notes.push_back({first_span, fmt::format("'{}' is used here: {}", name, first_what)});
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
