// Connection strings with a password that must be shown nowhere: right ones, mistyped ones, and ones in odd
// forms. The password is made of marks with odd characters between, so that a part of it is recognised, too.
#pragma once
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace schemac::test {

struct OddUrl {
  std::string form;  // what is odd, for a failing check
  std::string text;
};

// One of each form, with a password that the generator makes.
std::vector<OddUrl> odd_urls(std::mt19937& random);
// The mark that the text holds, or part of which it holds; empty if none.
std::string_view mark_in(std::string_view text);

}  // namespace schemac::test
