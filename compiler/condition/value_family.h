// The family of a column's values, as far as it matters for writing, comparing and computing with them.
#pragma once

namespace schemac {

enum class ValueFamily { text, integer, number, boolean, date, time, timestamp, enumeration, json, other };

}  // namespace schemac
