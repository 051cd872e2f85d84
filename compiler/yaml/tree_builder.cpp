#include "yaml/tree_builder.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "yaml/scalar_position.h"

namespace schemac::yaml {
namespace {

constexpr std::size_t max_depth = 500;
constexpr std::size_t max_expanded_nodes = 100'000;
constexpr std::size_t max_expanded_bytes = 64U << 20U;

}  // namespace

Value TreeBuilder::take_root() {
  while (!stack_.empty()) close();  // after a syntax error
  return std::move(root_);
}

void TreeBuilder::report_depth() {
  diagnostics_.error("nested-too-deep", innermost(), fmt::format("nested deeper than {} levels", max_depth),
                     "reduce the nesting: no LinkML element needs this depth");
}

void TreeBuilder::begin_document(std::size_t begin) {
  if (documents_++ == 1) {
    stop("several-documents", at(begin), "a module must be one YAML document; a second one begins here",
         "remove the '---' line, or move the second document to its own file");
  }
}

void TreeBuilder::null(std::size_t where, Anchor anchor) {
  Value value;
  const std::size_t begin = skip_properties(where);
  for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
    if (text_.substr(begin, word.size()) == word) value.scalar = word;
  }
  value.span = span(begin, begin + value.scalar.size());
  if (value.scalar.empty() && !stack_.empty() && stack_.back().key) value.span = stack_.back().key->span;
  remember(anchor, value);
  attach(std::move(value), where);
}

void TreeBuilder::scalar(std::size_t where, Anchor anchor, std::string text) {
  Value value;
  value.type = Value::Type::scalar;
  const std::size_t begin = skip_properties(where);
  value.style = scalar_style(text_, begin);
  value.span = span(begin, scalar_end(text_, begin, value.style, text));
  value.scalar = std::move(text);
  remember(anchor, value);
  attach(std::move(value), where);
}

void TreeBuilder::open(Value::Type type, std::size_t where, Anchor anchor) {
  if (stack_.size() >= max_depth) {
    report_depth();
    throw StopParsing();
  }
  Frame frame;
  frame.value.type = type;
  frame.value.span = at(where);
  frame.anchor = anchor;
  frame.begin = where;
  stack_.push_back(std::move(frame));
}

void TreeBuilder::close() {
  Frame frame = std::move(stack_.back());
  stack_.pop_back();
  if (frame.merges) merge(frame);
  if (frame.value.type == Value::Type::map) drop_duplicates(frame.value);
  remember(frame.anchor, frame.value);
  attach(std::move(frame.value), frame.begin);
}

void TreeBuilder::alias(std::size_t where, Anchor anchor) {
  const auto known = anchors_.find(anchor);
  if (known == anchors_.end()) {
    stop("recursive-alias", at(where), "this alias is inside the value that it refers to",
         "a value cannot contain itself");
  }
  expand(known->second, where, stack_.size());
  attach(Value(known->second), where);
}

void TreeBuilder::stop(const char* code, Span place, std::string message, std::string hint) {
  diagnostics_.error(code, place, std::move(message), std::move(hint));
  throw StopParsing();
}

// The mark of a node with a tag or an anchor points at the tag or anchor.
std::size_t TreeBuilder::skip_properties(std::size_t where) const {
  std::size_t begin = offset(where);
  while (begin < text_.size() && (text_[begin] == '&' || text_[begin] == '!')) {
    begin = std::min(text_.find_first_of(" \t\r\n,]}", begin), text_.size());
    begin = std::min(text_.find_first_not_of(" \t\r\n", begin), text_.size());
    while (begin < text_.size() && text_[begin] == '#') {
      begin = std::min(text_.find('\n', begin), text_.size());
      begin = std::min(text_.find_first_not_of(" \t\r\n", begin), text_.size());
    }
  }
  return begin;
}

void TreeBuilder::attach(Value value, std::size_t where) {
  if (stack_.empty()) {
    root_ = std::move(value);
    return;
  }
  Frame& frame = stack_.back();
  frame.value.span.end = std::max(frame.value.span.end, value.span.end);
  if (frame.value.type == Value::Type::list) {
    frame.value.items.push_back(std::move(value));
  } else if (!frame.key) {
    if (value.type == Value::Type::list || value.type == Value::Type::map) {
      diagnostics_.error("key-not-scalar", at(where), "a key must be a scalar, not a list or a map");
    }
    if (value.scalar == "<<" && value.style == ScalarStyle::plain) frame.merges = true;
    frame.key = Text{std::move(value.scalar), value.span};
  } else {
    frame.value.entries.emplace_back(std::move(*frame.key), std::move(value));
    frame.key.reset();
  }
}

void TreeBuilder::remember(Anchor anchor, const Value& value) {
  if (anchor != 0) anchors_.insert_or_assign(anchor, value);
}

// Counts what an alias adds, before it is copied: ten lines can expand to a billion nodes, or to a nesting
// deeper than any line shows.
void TreeBuilder::expand(const Value& value, std::size_t where, std::size_t depth) {
  if ((value.type == Value::Type::list || value.type == Value::Type::map) && depth >= max_depth) {
    stop("nested-too-deep", at(where),
         fmt::format("the value of this alias is nested deeper than {} levels", max_depth),
         "reduce the nesting: no LinkML element needs this depth");
  }
  expanded_bytes_ += value.scalar.size();
  if (++expanded_nodes_ > max_expanded_nodes || expanded_bytes_ > max_expanded_bytes) {
    stop("alias-expansion", at(where),
         fmt::format("the aliases of this file expand to more than {} values", max_expanded_nodes),
         "use fewer nested anchors");
  }
  for (const Value& item : value.items) expand(item, where, depth + 1);
  for (const auto& [key, entry] : value.entries) expand(entry, where, depth + 1);
}

// <<: *base or <<: [*one, *two]: adds entries that the map itself lacks; of several maps the earlier one
// applies.
void TreeBuilder::merge(Frame& frame) {
  std::vector<Entry> own;
  std::vector<Value> bases;
  for (auto& entry : frame.value.entries) {
    if (entry.key.value != "<<") {
      own.push_back(std::move(entry));
    } else if (entry.value.type == Value::Type::list) {
      for (Value& item : entry.value.items) bases.push_back(std::move(item));
    } else {
      bases.push_back(std::move(entry.value));
    }
  }
  frame.value.entries = std::move(own);
  for (Value& base : bases) {
    if (base.type != Value::Type::map) {
      diagnostics_.error("wrong-shape", base.span, "a merge key (<<) requires a map or a list of maps");
      continue;
    }
    for (auto& entry : base.entries) {
      if (!frame.value.find(entry.key.value)) frame.value.entries.push_back(std::move(entry));
    }
  }
}

void TreeBuilder::drop_duplicates(Value& map) {
  auto& entries = map.entries;
  constexpr std::size_t few = 12;
  const auto report = [&](const Text& repeated, const Text& first) {
    diagnostics_
        .error("duplicate-key", repeated.span, fmt::format("the key '{}' appears twice", repeated.value),
               "remove one of them or merge their content")
        .notes.push_back({first.span, "first here"});
  };
  std::vector<bool> repeated(entries.size());
  bool any = false;
  if (entries.size() <= few) {
    for (std::size_t i = 1; i < entries.size(); ++i) {
      for (std::size_t j = 0; j < i && !repeated[i]; ++j) {
        if (entries[i].key.value == entries[j].key.value) {
          report(entries[i].key, entries[j].key);
          any = repeated[i] = true;
        }
      }
    }
  } else {
    std::unordered_map<std::string_view, std::size_t> seen;
    seen.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const auto [first, fresh] = seen.emplace(entries[i].key.value, i);
      if (fresh) continue;
      report(entries[i].key, entries[first->second].key);
      any = repeated[i] = true;
    }
  }
  if (!any) return;
  std::vector<Entry> kept;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!repeated[i]) kept.push_back(std::move(entries[i]));
  }
  entries = std::move(kept);
}

}  // namespace schemac::yaml
