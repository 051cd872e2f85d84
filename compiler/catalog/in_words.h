// An object in the words of messages. ObjectId::text() is the form of files, JSON and ledgers.
#pragma once
#include <string>

#include "catalog/identifier.h"

namespace schemac {

// "materialized view analytics.v", "index public.t.t_idx". Free SQL of a source has no kind: its name alone.
std::string in_words(const ObjectId& id);

}  // namespace schemac
