#include "base/json_writer.h"

#include <nlohmann/json.hpp>

#include "support/catch.h"

using namespace schemac;

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

}  // namespace

TEST_CASE("JSON text is what a tree would have printed", "[base]") {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.key("a \"b\"");
  json.begin_array();
  json.number(18446744073709551615U);
  json.text("x\ty");
  json.boolean(false);
  json.begin_object();
  json.end_object();
  json.begin_array();
  json.end_array();
  json.begin_object();
  json.key("k");
  json.text("");
  json.end_object();
  json.end_array();
  json.key("b");
  json.boolean(true);
  json.end_object();
  CHECK(out == nlohmann::ordered_json::parse(out).dump(2));
}

TEST_CASE("every byte is escaped as nlohmann's library does it", "[base]") {
  using Json = nlohmann::json;
  for (int first = 0; first < 256; ++first) {
    for (const std::string& rest :
         {std::string(), std::string("a"), std::string("\x80"), std::string("\xA0\x80"),
          std::string("\x90\x80\x80"), std::string("\x80\x80\x80"), std::string("\xBF\xBF\xBF")}) {
      const std::string text = std::string(1, static_cast<char>(first)) + rest;
      const std::string ours = escaped(text);
      INFO(ours);
      const Json parsed = Json::parse(ours, nullptr, false);
      REQUIRE(parsed.is_string());
      // Of text that is no UTF-8 the number of replacement characters is a matter of taste.
      bool valid = true;
      try {
        static_cast<void>(Json(text).dump());
      } catch (const Json::exception&) {
        valid = false;
      }
      if (valid) CHECK(ours == Json(text).dump());
      CHECK((parsed.get<std::string>() == text) == valid);
    }
  }
}

TEST_CASE("a byte that needs an escape is found at each place of a text", "[base]") {
  for (std::size_t length = 1; length <= 20; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      for (int byte = 0; byte < 128; ++byte) {
        std::string text(length, 'z');
        text[at] = static_cast<char>(byte);
        if (escaped(text) != nlohmann::json(text).dump()) FAIL(length << ' ' << at << ' ' << byte);
      }
    }
  }
}
