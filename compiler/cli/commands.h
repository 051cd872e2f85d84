// Every command group, in the order of `schemac --help`.
#pragma once
#include "cli/app.h"

namespace schemac::cli {

void add_init(CommandLine& line);
void add_compile(CommandLine& line);
void add_diff(CommandLine& line);
void add_inspect(CommandLine& line);
void add_graph(CommandLine& line);
void add_revision(CommandLine& line);  // revision, merge, squash
void add_lint(CommandLine& line);
void add_upgrade(CommandLine& line);  // upgrade, downgrade, stamp
void add_adopt(CommandLine& line);
void add_history(CommandLine& line);  // current, history, heads, branches, show
void add_check(CommandLine& line);
void add_refresh(CommandLine& line);
void add_views(CommandLine& line);
void add_load(CommandLine& line);
void add_db(CommandLine& line);
void add_test_db(CommandLine& line);  // what schema_compiler_add_database_test runs; not listed
void add_completion(CommandLine& line);

}  // namespace schemac::cli
