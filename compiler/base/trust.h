// Whose files may contain what the tool runs: SQL, settings, cached results.
//
// Trusted are root, the caller, under sudo the user behind it, and named paths: the folders of SCHEMAC_TRUST
// (separated by colons) and the files and folders of the command line. In a folder that only such users can
// write to, nothing is checked. In a folder that all users can write to, each entry is checked by its owner;
// a symbolic link is checked by its own owner and the owner of its target. The folders on the way to the
// caller's working folder are the caller's choice and may have any owner.
//
// Group-writable folders count as a decision of the group. Cost: a few system calls for each folder.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace schemac {

struct Trust {
  std::set<uid_t> owners;
  std::vector<std::filesystem::path> named;  // absolute, normal; paths below them are trusted too

  std::vector<std::filesystem::path> places;  // absolute, normal: the working directory, the project's folder

  static Trust of_process();
  void add_place(const std::filesystem::path& folder);
  // A path of the command line; a path that does not exist is ignored.
  void add_named(const std::filesystem::path& path);
};

// True if the path was named, or if its owner (and the owner of a link to it) is trusted. True for an absent
// path.
bool owner_is_trusted(const std::filesystem::path& path, const Trust& trust);
// The first component of the path that an untrusted user created in a folder that all users can write to;
// nullopt if absent.
std::optional<std::filesystem::path> put_by_stranger(const std::filesystem::path& path, const Trust& trust);
// "nobody", or the number if the system has no name.
std::string user_name(uid_t user);
std::string owner_name(const std::filesystem::path& path);
void add_owner(Trust& trust, const std::filesystem::path& path);  // an absent path is no error

}  // namespace schemac
