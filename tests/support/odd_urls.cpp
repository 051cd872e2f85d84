#include "support/odd_urls.h"

#include <array>

namespace schemac::test {
namespace {

// No word of any message holds them.
constexpr std::array<std::string_view, 3> marks{"zqvk7", "xjwq4", "kzxq9"};

std::string encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += {'%', digits[byte >> 4U], digits[byte & 15U]};
  }
  return out;
}

std::string random_case(std::string text, std::mt19937& random) {
  bool changed = false;
  for (char& c : text) {
    if (c < 'a' || c > 'z' || random() % 2 == 0) continue;
    c = static_cast<char>(c - 'a' + 'A');
    changed = true;
  }
  if (!changed) text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace

std::string_view mark_in(std::string_view text) {
  for (const std::string_view mark : marks) {
    if (text.find(mark.substr(0, mark.size() - 1)) != std::string_view::npos) return mark;
  }
  return {};
}

std::vector<OddUrl> odd_urls(std::mt19937& random) {
  const auto pick = [&](std::string_view from) { return from[random() % from.size()]; };
  // Two or three marks with what is special in URLs, settings, YAML or a shell between them.
  const auto password = [&](std::string_view between) {
    std::string text(marks[0]);
    for (std::size_t i = 1; i < 2 + random() % 2; ++i) (text += pick(between)) += marks[i];
    return text;
  };
  const std::string plain(marks[random() % marks.size()]);
  const std::string raw = password("@/?:#&=%+;!$");
  const std::string slashed = password("@/?");
  const std::string spaced = password(" ,'\"");
  const std::string listed = password(",.");
  // Nothing answers there.
  const std::string host = "127.0.0.1:1/d";
  std::vector<OddUrl> urls;
  const auto add = [&](std::string form, std::string text) {
    urls.push_back({std::move(form), std::move(text)});
  };
  add("plain", "postgresql://u:" + plain + "@" + host);
  add("driver", "postgresql+psycopg2://u:" + plain + "@" + host);
  add("encoded", "postgresql://u:" + encoded(raw) + "@" + host);
  add("raw characters", "postgresql://u:" + raw + "@" + host);
  add("raw slash or at", "postgresql://u:" + slashed + "@" + host);
  add("at, then slash", "postgresql://u:x@" + slashed + "@" + host);
  add("at, then query", "postgresql://u:x@" + plain + "/w?q#%&@" + host);
  add("number, then slash", "postgresql://u:12/" + plain + "@" + host);
  add("spaces or quotes", "postgresql://u:" + spaced + "@" + host);
  add("comma", "postgresql://u:" + listed + "@" + host);
  add("no host", "postgresql://u:" + plain + "@");
  add("no at", "postgresql://u:" + plain + "/d");
  add("password as port", "postgresql://u@127.0.0.1:" + plain + "/d");
  add("no user", "postgresql://:" + plain + "@" + host);
  add("several hosts", "postgresql://u:" + plain + "@127.0.0.1:1,127.0.0.2:1/d");
  add("address", "postgresql://u:" + plain + "@[::1]:1/d");
  add("one slash", "postgresql:/u:" + raw + "@" + host);
  add("no slash", "postgresql:u:" + plain + "@" + host);
  add("three slashes", "postgresql:///u:" + plain + "@" + host);
  add("no colon", "postgresql//u:" + slashed + "@" + host);
  add("no scheme", "u:" + slashed + "@" + host);
  add("backslashes", "postgresql:\\\\u:" + plain + "@" + host);
  add("odd scheme", "postgresqlx://u:" + plain + "@" + host);
  add("scheme's case", random_case("postgresql", random) + "://u:" + raw + "@" + host);
  add("other scheme", "mysql://u:" + plain + "@" + host);
  add("parameter", "postgresql://u@127.0.0.1:1/d?password=" + plain);
  add("parameter's case", "postgresql://u@127.0.0.1:1/d?" + random_case("password", random) + "=" + plain);
  add("parameter encoded", "postgresql://u@127.0.0.1:1/d?" + encoded("p") + "assword=" + plain);
  add("parameter half encoded", "postgresql://u@127.0.0.1:1/d?pass" + encoded("W") + "ord=" + plain);
  add("key's password", "postgresql://u@127.0.0.1:1/d?sslkey=k&sslpassword=" + plain);
  add("parameter cut", "postgresql://u@127.0.0.1:1/d?password=" + plain + "&" + plain + "@h");
  add("settings", "host=127.0.0.1 port=1 user=u password=" + plain);
  add("settings quoted",
      "host=127.0.0.1 port=1 password='" + std::string(marks[0]) + " \\'" + plain + "' dbname=d");
  add("settings spaced", "host=127.0.0.1 port=1 password = " + plain + " dbname=d");
  add("settings' case", "host=127.0.0.1 port=1 " + random_case("password", random) + "=" + plain);
  add("settings not closed", "host=127.0.0.1 port=1 password='" + plain);
  add("settings not quoted", "host=127.0.0.1 port=1 password=" + plain + " " + plain);
  add("settings misspelt", "host=127.0.0.1 port=1 passwd=" + plain);
  add("settings without =", "host=127.0.0.1 port=1 password " + plain);
  add("URL as database", "host=127.0.0.1 port=1 dbname=postgresql://u:" + plain + "@h/d");
  add("encoded whole", encoded("postgresql://u:" + plain + "@" + host));
  return urls;
}

}  // namespace schemac::test
