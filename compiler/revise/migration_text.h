// A plan as the text of a migration: its steps, header, message and file.
#pragma once
#include <string>
#include <vector>

#include "history/migration.h"
#include "plan/plan.h"
#include "workspace/environment.h"

namespace schemac {

// The steps of a plan as a part of a file. search_path: stated at the start of every segment, for functions,
// types and operators that the sources leave unqualified.
std::vector<MigrationStep> migration_steps(const Plan& plan, const std::vector<std::string>& search_path);
// Adds what the header states of a plan between two catalogs: from, to, hazards, creates and drops.
void describe_plan(const Plan& plan, const Catalog& from, const Catalog& to, Migration& migration);
// "create table a, b; alter view v".
std::string message_of(const std::vector<Change>& changes);
// "sha256:… v1 pg15": with the catalog format version and the server's major version.
std::string stated_fingerprint(const Catalog& catalog);

std::string random_revision();
std::string utc_now();  // ISO 8601
// Writes the file into the project's folder of migrations; its path, relative to the project.
std::string write_migration(Environment& environment, Migration& migration);

}  // namespace schemac
