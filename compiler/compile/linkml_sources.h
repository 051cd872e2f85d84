// LinkML modules -> unlinked objects. Private to compile.
#pragma once
#include <memory>

#include "base/files.h"
#include "compile/compile.h"
#include "compile/sql_sources.h"

namespace schemac {

// Reads, resolves, induces and lowers; fills compiled.schema, .storage and .sources.
void read_linkml(const Project& project, const Files& files, SourceMap& sources, UnlinkedObjects& objects,
                 Symbols& symbols, std::vector<AlteringStatement>& changes, Compiled& compiled,
                 Diagnostics& diagnostics);

// The places of the bytes of a written text, in a YAML scalar or in its own file.
Place place_of(const WrittenSql& written, const SourceMap& sources);

}  // namespace schemac
