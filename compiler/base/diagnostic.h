// Mistakes in sources, as values.
//
// A user's mistake is never thrown: passes add a Diagnostic and continue, so that one run reports all
// mistakes. A diagnostic has a stable code (kebab-case, e.g. "unknown-range"), a sentence, the place, and
// where possible a hint that says what to do. Codes are listed in docs/diagnostics.md, and each appears in a
// golden test.
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/source.h"

namespace schemac {

enum class Severity { note, warning, error };

struct DiagnosticNote {
  Span span;
  std::string message;
  friend bool operator==(const DiagnosticNote&, const DiagnosticNote&) = default;
};

struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;
  Span span;  // may be unknown
  std::string message;
  std::string hint;
  std::vector<DiagnosticNote> notes;
  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

// A list of diagnostics. Not thread-safe: a parallel pass gives each thread its own and appends them in a
// fixed order.
class Diagnostics {
 public:
  // Returns the stored diagnostic for adding a hint or notes; valid until the next add.
  Diagnostic& add(Severity severity, std::string code, Span span, std::string message, std::string hint = {});
  Diagnostic& error(std::string code, Span span, std::string message, std::string hint = {});
  Diagnostic& warning(std::string code, Span span, std::string message, std::string hint = {});
  Diagnostic& note(std::string code, Span span, std::string message, std::string hint = {});
  void append(Diagnostics other);
  void erase_if(const std::function<bool(const Diagnostic&)>& drop);

  bool has_errors() const { return errors_ > 0; }
  std::size_t error_count() const { return errors_; }
  const std::vector<Diagnostic>& items() const { return items_; }
  // Sorts by file, position and code, and removes exact repeats. Unknown places come last.
  void sort(const SourceMap& sources);

 private:
  std::vector<Diagnostic> items_;
  std::size_t errors_ = 0;
};

// "path:line:column: error: message [code]", the source line, a caret, the hint, the notes.
std::string render(const Diagnostic& diagnostic, const SourceMap& sources, bool color);
// {"severity", "code", "message", "path", "line", "column", "hint", "notes"}; see CLI reference.
nlohmann::json to_json(const Diagnostic& diagnostic, const SourceMap& sources);

// The candidate nearest to name by edit distance (case folded), or empty if none is near enough to be a
// likely typing error: a name of one letter is near only to its other case, not to every other letter.
template <typename Range>
std::string nearest_name(std::string_view name, const Range& candidates);
// "did you mean 'x'?" or empty.
std::string did_you_mean(std::string_view nearest);
// "a class", "an enum".
std::string with_article(std::string_view kind);

// Damerau-Levenshtein distance, case folded (ASCII), cut off at limit + 1.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

template <typename Range>
std::string nearest_name(std::string_view name, const Range& candidates) {
  const std::size_t limit = name.size() <= 1 ? 0 : name.size() <= 3 ? 1 : name.size() <= 7 ? 2 : 3;
  std::size_t best_distance = limit + 1;
  std::string best;
  for (const auto& candidate : candidates) {
    const std::string_view text(candidate);
    const std::size_t distance = edit_distance(name, text, limit);
    if (distance < best_distance || (distance == best_distance && distance <= limit && text < best)) {
      best_distance = distance;
      best = std::string(text);
    }
  }
  return best;
}

}  // namespace schemac
