#include "catalog/name_style.h"

#include "support/catch.h"

namespace schemac {
namespace {

TEST_CASE("snake case splits camel case at words and after digits", "[lower][naming]") {
  CHECK(snake_case("BillionTon2023Record") == "billion_ton2023_record");
  CHECK(snake_case("HTTPServer") == "http_server");
  CHECK(snake_case("a b-c") == "a_b_c");
  CHECK(snake_case("already_snake") == "already_snake");
  CHECK(snake_case("ID") == "id");
  CHECK(snake_case("Ünïcode") == "Ünïcode");
}

TEST_CASE("long names keep their head and end in a hash", "[lower][naming]") {
  const std::string name(63, 'a');
  CHECK(fit_identifier(name) == name);
  const std::string fit = fit_identifier(name + "b");
  CHECK(fit.size() == 63);
  CHECK(fit.substr(0, 54) == std::string(54, 'a'));
  CHECK(fit != fit_identifier(name + "c"));
  // Never half a character.
  std::string umlauts;
  for (int i = 0; i < 40; ++i) umlauts += "ü";
  const std::string cut = fit_identifier(umlauts);
  CHECK(cut.size() <= 63);
  CHECK(cut.substr(0, 54) == umlauts.substr(0, 54));
}

TEST_CASE("a constraint's long name keeps its slot and kind", "[lower][naming]") {
  CHECK(fit_constraint_name("sample", "moisture_minimum") == "sample_moisture_minimum");
  const std::string table(50, 't');
  const std::string fit = fit_constraint_name(table, "moisture_content_minimum");
  CHECK(fit.size() == 63);
  CHECK(fit.starts_with("tttttttttttt"));
  CHECK(fit.find("_moisture_content_") != std::string::npos);
  CHECK(fit.ends_with("_minimum"));
  CHECK(fit != fit_constraint_name(table + "t", "moisture_content_minimum"));
  // The slot gives way when the table has given up what it can.
  const std::string both = fit_constraint_name(table, std::string(60, 's') + "_pattern");
  CHECK(both.size() == 63);
  CHECK(both.starts_with("tttttttttttt_ssss"));
  CHECK(both.ends_with("_pattern"));
  // No kind that could be kept.
  CHECK(fit_constraint_name(table, std::string(60, 'k')).size() == 63);
  std::string umlauts;
  for (int i = 0; i < 40; ++i) umlauts += "ü";
  const std::string cut = fit_constraint_name(umlauts, umlauts + "_pattern");
  CHECK(cut.size() <= 63);
  CHECK(cut.ends_with("_pattern"));
  CHECK(cut.find("ü_ü") != std::string::npos);
}

}  // namespace
}  // namespace schemac
