// The one include that differs between Catch2 2 and 3.
#pragma once
#include <catch2/catch.hpp>
