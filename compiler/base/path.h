// Paths as text: std::filesystem parses each path, which costs noticeable time with a thousand modules and
// imports.
#pragma once
#include <filesystem>

namespace schemac {

// Absolute and without ".", ".." and repeated '/'; the path itself if it is so already. Links are not
// followed.
std::filesystem::path absolute_path(std::filesystem::path path);
// The path relative to a folder, both in the form of absolute_path(); the path itself if it is elsewhere.
std::filesystem::path path_below(const std::filesystem::path& path, const std::filesystem::path& folder);

}  // namespace schemac
