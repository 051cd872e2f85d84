// Paths by their text: std::filesystem takes each apart, which a thousand modules and imports feel.
#pragma once
#include <filesystem>

namespace schemac {

// Absolute and without ".", ".." and repeated '/'; the path itself where it is so already. Links are not
// followed.
std::filesystem::path absolute_path(std::filesystem::path path);
// The path as seen from a folder, both as absolute_path() gives them; the path itself where it lies
// elsewhere.
std::filesystem::path path_below(const std::filesystem::path& path, const std::filesystem::path& folder);

}  // namespace schemac
