#include "sqlfile/clauses.h"

#include <algorithm>

namespace schemac::sql {

namespace {

// Attributes that the grammar treats as separate constraints but that belong to the one before them.
bool is_attribute(const Json& constraint) {
  return constraint.value("contype", "").starts_with("CONSTR_ATTR");
}

std::string_view trim_end(std::string_view text) {
  while (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != std::string_view::npos)
    text.remove_suffix(1);
  return text;
}

}  // namespace

std::size_t location(const Json& node) { return std::size_t(std::max(0, node.value("location", 0))); }

std::size_t element_end(const std::vector<Token>& tokens, std::string_view text, std::size_t offset) {
  int depth = 0;
  for (std::size_t i = token_at(tokens, offset); i < tokens.size(); ++i) {
    if (is_symbol(tokens[i], text, '(')) ++depth;
    if (depth == 0 && (is_symbol(tokens[i], text, ',') || is_symbol(tokens[i], text, ')')))
      return tokens[i].begin;
    if (is_symbol(tokens[i], text, ')')) --depth;
  }
  return text.size();
}

std::size_t constraint_end(const std::vector<Token>& tokens, std::string_view text, const Json& constraints,
                           std::size_t i, const Json& collation) {
  const std::size_t begin = location(constraints[i]["Constraint"]);
  std::size_t end = element_end(tokens, text, begin);
  for (std::size_t next = i + 1; next < constraints.size(); ++next) {
    if (is_attribute(constraints[next]["Constraint"])) continue;
    end = std::min(end, location(constraints[next]["Constraint"]));
    break;
  }
  if (!collation.is_absent() && location(collation) > begin) end = std::min(end, location(collation));
  return end;
}

std::string clause(std::string_view text) {
  std::string out;
  for (const Token& token : scan(text).tokens)
    out += (out.empty() ? "" : " ") + std::string(token.text(text));
  return out;
}

void Cuts::element(std::size_t begin, std::size_t end) {
  const std::size_t token = token_at(tokens_, begin);
  const std::size_t gone = removed_.empty() ? 0 : removed_.back().offset + removed_.back().length;
  if (token > 0 && is_symbol(tokens_[token - 1], text_, ',') && tokens_[token - 1].begin >= gone) {
    remove(tokens_[token - 1].begin, end);
  } else {
    const bool comma = end < text_.size() && text_[end] == ',';
    remove(begin, comma ? end + 1 : end);
  }
}

void Cuts::constraint(std::size_t begin, std::size_t end) {
  const std::size_t token = token_at(tokens_, begin);
  remove(token > 0 ? tokens_[token - 1].end : begin,
         begin + trim_end(text_.substr(begin, end - begin)).size());
}

void Cuts::remove(std::size_t begin, std::size_t end) {
  if (!removed_.empty()) begin = std::max(begin, removed_.back().offset + removed_.back().length);
  if (end > begin) removed_.push_back({begin, end - begin, ""});
}

}  // namespace schemac::sql
