// The printer's parts, one file per family of kinds. Internal to catalog/.
#pragma once
#include <string>
#include <vector>

#include "catalog/ddl.h"

namespace schemac::ddl {

// Only the CREATE statement, and the ALTERs that complete it (without owner, comments, grants).
std::string create(const Object& object, const Table& table);
std::string create(const Object& object, const View& view);
std::vector<std::string> complete(const Object& object, const Table& table);
std::vector<std::string> complete(const Object& object, const View& view);

std::string create(const Object& object, const Enum& type);
std::string create(const Object& object, const Domain& domain);
std::string create(const Object& object, const CompositeType& type);
std::string create(const Object& object, const RangeType& type);
std::string create(const Object& object, const Sequence& sequence);
std::vector<std::string> complete(const Object& object, const Domain& domain);

std::string create(const Object& object, const Constraint& constraint);
std::string create(const Object& object, const Policy& policy);
std::vector<std::string> complete(const Object& object, const Constraint& constraint);
std::vector<std::string> complete(const Object& object, const Index& index);

std::string join(const std::vector<std::string>& parts, std::string_view separator = ", ");
// "CREATE OR REPLACE x" <-> "CREATE x"; other text is returned unchanged.
std::string without_or_replace(const std::string& statement);
std::string with_or_replace(const std::string& statement);

}  // namespace schemac::ddl
