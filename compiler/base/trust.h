// Whose files may hold what is run: SQL, settings, cached results.
//
// Trusted are root, the caller, under sudo the user behind it, and what was named: folders of SCHEMAC_TRUST
// (separated by colons) and files and folders of the command line. In a folder that only such users can write
// to, everything is theirs, so nothing is checked there. In a folder that everybody may write to, each entry
// is checked by its owner, a symbolic link by its own and that of what it leads to. Folders on the way to where
// the caller works are the caller's choice, of any owner.
//
// Group-writable folders count as the group's decision. Cost: a few system calls for each folder.
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
  std::vector<std::filesystem::path> named;  // absolute, normal; what is below them is trusted too

  std::vector<std::filesystem::path> places;  // absolute, normal: the working directory, the project's folder

  static Trust of_process();
  void add_place(const std::filesystem::path& folder);
  // A path of the command line; one that does not exist is left out.
  void add_named(const std::filesystem::path& path);
};

// True if the path was named, or its owner (and the owner of a link to it) is trusted. An absent one is.
bool owner_is_trusted(const std::filesystem::path& path, const Trust& trust);
// The first component of the path that a user who is not trusted put into a folder that everybody may write
// to; nullopt if there is none.
std::optional<std::filesystem::path> put_by_stranger(const std::filesystem::path& path, const Trust& trust);
// "nobody", or the number where the system has no name.
std::string user_name(uid_t user);
std::string owner_name(const std::filesystem::path& path);
void add_owner(Trust& trust, const std::filesystem::path& path);  // absent is fine

}  // namespace schemac
