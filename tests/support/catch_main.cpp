// The end of a test executable says whether something was left out: a test that misses what it needs says so
// by WARN("skipped: …") and returns; unless another one failed the exit code is then 77, which CTest knows as
// skipped (SKIP_RETURN_CODE, see schemac_add_test in tests/CMakeLists.txt).
#define CATCH_CONFIG_RUNNER
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include <utility>

#include "support/catch.h"

namespace {

constexpr int skipped_exit_code = 77;

bool& anything_skipped() {
  static bool skipped = false;
  return skipped;
}

// bool in Catch2 2, void in Catch2 3.
using AssertionEnded = decltype(std::declval<Catch::TestEventListenerBase&>().assertionEnded(
    std::declval<const Catch::AssertionStats&>()));

struct Skips : Catch::TestEventListenerBase {
  using TestEventListenerBase::TestEventListenerBase;
  AssertionEnded assertionEnded(const Catch::AssertionStats& stats) override {
    for (const Catch::MessageInfo& info : stats.infoMessages) {
      if (info.type == Catch::ResultWas::Warning && info.message.rfind("skipped: ", 0) == 0)
        anything_skipped() = true;
    }
    return AssertionEnded(true);
  }
};

}  // namespace

CATCH_REGISTER_LISTENER(Skips)

int main(int argc, char** argv) {
  const int failed = Catch::Session().run(argc, argv);
  return failed == 0 && anything_skipped() ? skipped_exit_code : failed;
}
