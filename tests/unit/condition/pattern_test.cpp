#include "condition/pattern.h"

#include <utility>
#include <vector>

#include "support/catch.h"

namespace schemac {
namespace {

TEST_CASE("patterns keep their meaning in PostgreSQL's dialect", "[lower][pattern]") {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"^[A-Z]{2}\\d+$", "^[A-Z]{2}\\d+$"},
      {"a.b", "a[^\\n]b"},
      {"(?s)a.b", "a.b"},
      {"(?i)abc", "(?i)abc"},
      {"\\bword\\b", "\\yword\\y"},
      {"\\Aab\\Z", "\\Aab\\Z"},
      {"(?P<year>\\d{4})-(?P=year)", "(\\d{4})-\\1"},
      {"(?<y>a)\\k<y>", "(a)\\1"},
      {"(?:a|b)(?=c)(?!d)(?<=e)(?<!f)", "(?:a|b)(?=c)(?!d)(?<=e)(?<!f)"},
      {"a(?#why)b", "ab"},
      {"[\\w.-]+@[a-z[]", "[\\w.\\-]+@[a-z\\[]"},
      {"[\\w-.]", "[\\w\\-.]"},
      {"[a-z-9]", "[a-z\\-9]"},
      {"\\x41\\u00e9", "\\u0041\\u00e9"},
      {"\\/\\-\\_", "\\/\\-_"},
      {"a{,3}b{2,}", "a{0,3}b{2,}"},
      {"a{b}", "a\\{b\\}"},
      {"[a-c]{1,256}", "(?:[a-c]{1,255}[a-c]{0,1})"},
      {"(?:ab){300}", "(?:(?:ab){255,255}(?:ab){45,45})"},
      {"a+?b*?c??", "a+?b*?c??"},
      {"(1)(2)(3)(4)(5)(6)(7)(8)(9)(a)\\10", "(1)(2)(3)(4)(5)(6)(7)(8)(9)(a)\\10"},
  };
  for (const auto& [pattern, are] : cases) {
    const TranslatedPattern translated = translate_pattern(pattern);
    INFO(pattern << ": " << translated.why);
    CHECK(translated.ok);
    CHECK(translated.are == are);
  }
}

TEST_CASE("what has no equal is refused, never approximated", "[lower][pattern]") {
  for (const char* pattern :
       {"(?>a)", "a++", "\\p{L}", "[\\D]", "[]a]", "(?x)a b", "(?i:a)", "(a){300}", "^*"}) {
    const TranslatedPattern translated = translate_pattern(pattern);
    INFO(pattern << " -> " << translated.are);
    CHECK_FALSE(translated.ok);
    CHECK_FALSE(translated.malformed);
    CHECK_FALSE(translated.why.empty());
  }
  for (const char* pattern : {"(a", "a)", "[a", "*a", "a\\", "a{3,2}", "\\2(a)", "(?P=x)"}) {
    const TranslatedPattern translated = translate_pattern(pattern);
    INFO(pattern << " -> " << translated.are);
    CHECK_FALSE(translated.ok);
    CHECK(translated.malformed);
  }
}

}  // namespace
}  // namespace schemac
