// LinkML modules -> drafts. Private to pipeline.
#pragma once
#include <memory>

#include "base/files.h"
#include "pipeline/compile.h"
#include "pipeline/sql_sources.h"

namespace schemac {

// Reads, resolves, induces and lowers; fills compiled.schema, .storage and .sources.
void read_linkml(const Project& project, const Files& files, SourceMap& sources, Drafts& drafts,
                 Symbols& symbols, std::vector<AlteringStatement>& changes, Compiled& compiled,
                 Diagnostics& diagnostics);

// Where the bytes of a written text stand, be it in a YAML scalar or a file of its own.
Place place_of(const WrittenSql& written, const SourceMap& sources);

}  // namespace schemac
