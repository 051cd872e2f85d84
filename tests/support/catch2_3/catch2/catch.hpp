// Catch2 3 under the one header and the names of Catch2 2, which the tests use.
#pragma once
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_all.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#ifdef CATCH_CONFIG_EXTERNAL_INTERFACES
#include <catch2/catch_session.hpp>
#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>
#endif

namespace Catch {

namespace Matchers {
inline auto Contains(const std::string& text) { return ContainsSubstring(text); }
}  // namespace Matchers

using Matchers::Contains;
using Matchers::StartsWith;

#ifdef CATCH_CONFIG_EXTERNAL_INTERFACES
struct TestEventListenerBase : EventListenerBase {
  using EventListenerBase::EventListenerBase;
};
#endif

}  // namespace Catch
