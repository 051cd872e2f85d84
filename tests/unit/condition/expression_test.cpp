#include "condition/expression.h"

#include "base/stack_thread.h"
#include "support/catch.h"

namespace schemac {
namespace {

std::optional<Operand> no_slots(std::string_view /*slot*/) { return std::nullopt; }

std::string repeated(std::string_view text, int times) {
  std::string whole;
  for (int i = 0; i < times; ++i) whole += text;
  return whole;
}

TEST_CASE("an expression of any depth ends in a problem, not in the stack's end", "[lower][expression]") {
  for (const std::string_view open :
       {"(", "not ", "-", "2**", "abs(", "1 if 1 == 1 else ", "case((", "x in ["}) {
    INFO(open);
    Computation computation;
    run_on_stack(work_stack_bytes, [&] { computation = compute(repeated(open, 200'000) + "1", no_slots); });
    CHECK_FALSE(computation.problem.empty());
    CHECK(computation.sql.empty());
  }
}

TEST_CASE("what is cut off or is no expression is a problem", "[lower][expression]") {
  for (const std::string_view text : {"",       " ",          "+",         "1 +",       "(1",
                                      "1)",     "'a",         "\"",        "{",         "}",
                                      "{}",     "1 2",        "case(",     "case()",    "case((True, 1)",
                                      "len(",   "len()",      "len(1)",    "1 if True", "if",
                                      "not",    "1 not 2",    "1 in 2",    "1 in []",   "1e",
                                      ".",      "1.2.3",      "a b",       "%",         "==",
                                      "1 == ",  "True + 1",   "'a' - 'b'", "\xff",      "None",
                                      "max(1)", "max(1, 'a')"}) {
    INFO(text);
    CHECK_FALSE(compute(text, no_slots).problem.empty());
  }
  CHECK(compute("{ slot }", no_slots).unknown_slot == "slot");
}

TEST_CASE("constants are expressions", "[lower][expression]") {
  CHECK(compute("12.5", no_slots).sql == "12.5");
  CHECK(compute(" 'it''s' ", no_slots).problem.size() > 0);
  CHECK(compute("\"it's\"", no_slots).sql == "'it''s'");
  CHECK(compute("True", no_slots).sql == "true");
  CHECK(compute("7 // 2 * 2", no_slots).sql == "floor(7::numeric / 2) * 2");
  CHECK(compute("2 ** 3", no_slots).family == ValueFamily::number);
  CHECK(compute("1 / 0", no_slots).sql == "1::double precision / nullif(0, 0)");
}

}  // namespace
}  // namespace schemac
