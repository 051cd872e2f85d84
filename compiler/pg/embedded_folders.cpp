#include "pg/embedded_folders.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/files.h"
#include "base/hash.h"
#include "base/trust.h"
#include "pg/embedded.h"
#include "pg/session.h"

namespace schemac::pg {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_socket_path = 107;

bool everybody_may_enter(const fs::path& folder) {
  fs::path so_far;
  for (const fs::path& part : folder) {
    so_far /= part;
    struct stat info {};
    if (::stat(so_far.c_str(), &info) != 0 || (info.st_mode & S_IXOTH) == 0) return false;
  }
  return true;
}

// True if other users cannot move or replace a folder of ours in it.
bool keeps_our_folders(const fs::path& parent) {
  struct stat info {};
  if (::stat(parent.c_str(), &info) != 0) return false;
  if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0 && (info.st_mode & S_ISVTX) == 0) return false;
  const bool of_the_system = parent == "/var/tmp" || parent == "/tmp";
  return of_the_system || info.st_uid == 0 || info.st_uid == ::geteuid();
}

OsError not_sticky(const fs::path& parent) {
  return {"refusing to use a folder that others may write to and that is not sticky (`chmod +t`):",
          parent.string(), EPERM};
}

// The folder of all servers of this user: /var/tmp survives a reboot and all users may enter it.
fs::path user_folder() {
  const std::string name = fmt::format("schemac-{}", ::geteuid());
  std::vector<fs::path> parents{"/var/tmp"};
  if (const char* temporary = std::getenv("TMPDIR"); temporary != nullptr && *temporary == '/') {
    parents.emplace_back(temporary);
  }
  parents.emplace_back("/tmp");
  for (const fs::path& parent : parents) {
    if (::access(parent.c_str(), W_OK | X_OK) != 0) continue;
    if (::geteuid() == 0 && !everybody_may_enter(parent)) continue;
    if (keeps_our_folders(parent)) return parent / name;
    // Using another folder would lose the data of servers that exist there.
    struct stat info {};
    if (::lstat((parent / name).c_str(), &info) == 0) throw not_sticky(parent);
  }
  throw OsError("cannot write", "/var/tmp", EACCES);
}

// Reads and checks the folder; false if it does not exist.
bool check_folder(const fs::path& path, const ServerUser* owner, struct stat& info) {
  if (::lstat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) return false;
    throw OsError("cannot use", path.string(), errno);
  }
  const bool theirs = owner != nullptr && owner->user_id && info.st_uid == *owner->user_id;
  if (info.st_uid != ::geteuid() && !theirs) {
    throw OsError(
        fmt::format("refusing to use another user's folder (it belongs to {}; that user or root has to "
                    "remove it):",
                    user_name(info.st_uid)),
        path.string(), EPERM);
  }
  if (!S_ISDIR(info.st_mode)) throw OsError("cannot use", path.string(), ENOTDIR);
  if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    throw OsError(
        "refusing to use a folder that other users may write to; remove it, or check that everything "
        "in it is yours and run `chmod go-w` on it:",
        path.string(), EPERM);
  }
  return true;
}

}  // namespace

ServerUser server_user() {
  if (::geteuid() != 0) return {};
  for (const char* name : {"postgres", "nobody"}) {
    if (const passwd* entry = ::getpwnam(name)) return {entry->pw_uid, entry->pw_gid, name};
  }
  throw DatabaseError(
      {.message = "the embedded server cannot run as root, and there is no user postgres or nobody",
       .hint = "run as another user, or name a database with --database-url"});
}

std::string peer_name(const ServerUser& user) {
  const passwd* const entry = ::getpwuid(user.user_id.value_or(::geteuid()));
  return entry == nullptr ? std::string() : std::string(entry->pw_name);
}

ServerFolders folders_of(const std::string& key) {
  const std::string digest = sha256(fmt::format("{}\n{}", key, embedded_superuser)).substr(7, 16);
  ServerFolders folders;
  folders.user = user_folder();
  folders.lock = folders.user / (digest + ".lock");
  folders.instance = folders.user / digest;
  folders.data = folders.instance / "data";
  folders.sockets = folders.instance / "socket";
  if ((folders.sockets / ".s.PGSQL.5432.lock").string().size() > longest_socket_path) {
    if (!keeps_our_folders("/tmp")) throw not_sticky("/tmp");
    folders.sockets = fmt::format("/tmp/schemac-{}-{}", ::geteuid(), digest);
  }
  folders.log = folders.instance / "log";
  folders.cluster_name = "schemac-" + digest;
  return folders;
}

bool check_folders(const ServerFolders& folders) {
  struct stat info {};
  if (!check_folder(folders.user, nullptr, info)) return false;
  const ServerUser user = server_user();
  const bool instance = check_folder(folders.instance, &user, info);
  check_folder(folders.sockets, &user, info);
  return instance;
}

void ensure_folder(const fs::path& path, mode_t mode, const ServerUser* owner) {
  if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST)
    throw OsError("cannot create", path.string(), errno);
  struct stat info {};
  if (!check_folder(path, owner, info)) throw OsError("cannot use", path.string(), ENOENT);
  if (owner != nullptr && owner->user_id && info.st_uid != *owner->user_id &&
      ::lchown(path.c_str(), *owner->user_id, *owner->group_id) != 0) {
    throw OsError("cannot change the owner of", path.string(), errno);
  }
  if ((info.st_mode & 07777U) != mode && ::chmod(path.c_str(), mode) != 0) {
    throw OsError("cannot protect", path.string(), errno);
  }
}

void hand_over(const fs::path& file, const ServerUser& user) {
  if (!user.user_id) return;
  const int fd = ::open(file.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return;
  struct stat info {};
  // A file with a second hard link may be a file elsewhere.
  const bool roots_own =
      ::fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_uid == ::geteuid() && info.st_nlink == 1;
  const bool failed = roots_own && ::fchownat(fd, "", *user.user_id, *user.group_id, AT_EMPTY_PATH) != 0;
  const int reason = errno;
  ::close(fd);
  if (failed) throw OsError("cannot change the owner of", file.string(), reason);
}

ActingAs::ActingAs(const ServerUser& user) : acting_(user.user_id.has_value()) {
  if (!acting_) return;
  // setfsuid() reports the identity before; -1 changes nothing and asks.
  ::setfsgid(*user.group_id);
  ::setfsuid(*user.user_id);
  if (static_cast<uid_t>(::setfsuid(static_cast<uid_t>(-1))) == *user.user_id) return;
  restore();
  throw OsError("cannot switch to user", user.name, EPERM);
}

ActingAs::~ActingAs() {
  if (acting_) restore();
}

void ActingAs::restore() {
  ::setfsuid(::geteuid());
  ::setfsgid(::getegid());
}

}  // namespace schemac::pg
