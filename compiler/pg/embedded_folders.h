// The folders of an embedded server, and the checks of their owners.
//
// The folder of all servers of a user is below /var/tmp, under a name that others can predict and create
// first. So owner, kind and mode of each folder are checked before anything in it is opened, connected to,
// locked, created or removed. If a folder belongs to this user, is not a link, and is not writable by others,
// then others cannot change anything below it, provided that its parent is sticky. A parent that is writable
// by all and not sticky is not used.
//
//   <parent>/schemac-<uid>          0700 (0711 for root, whose servers run as another user)
//     <digest>.lock, initdb.lock    of this user
//     initdb-<version>-<digest>/    a pristine cluster, of the server's user
//     <digest>/                     0700, of the server's user: data, socket, log, identity, key
//   /tmp/schemac-<uid>-<digest>     0700, of the server's user: the sockets, if the path above is too long
//
// For root, the server's user is less trusted than root: files below the server's folder are opened and
// written with that user's rights (ActingAs), so that a link placed there gives access only to that user's
// files.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace schemac::pg {

// Not "schemac": search_path's "$user" would then resolve unqualified names of hand-written SQL in the
// ledger.
constexpr std::string_view embedded_superuser = "postgres";

// PostgreSQL refuses to run as root.
struct ServerUser {
  std::optional<uid_t> user_id, group_id;  // absent: this process's own
  std::string name;                        // empty if absent
};

ServerUser server_user();  // DatabaseError if root has none
// The user that serves the sockets, for libpq's requirepeer; empty if the system has no name for it.
std::string peer_name(const ServerUser& user);

struct ServerFolders {
  std::filesystem::path user;      // all servers of this user
  std::filesystem::path lock;      // of this server
  std::filesystem::path instance;  // of this server
  std::filesystem::path data;
  std::filesystem::path sockets;
  std::filesystem::path log;
  std::string cluster_name;
};

ServerFolders folders_of(const std::string& key);

// False if this server has no folder. OsError: a folder belongs to another user, is not a folder, or is
// writable by others.
bool check_folders(const ServerFolders& folders);
// Creates the folder if it is missing, checks it, and sets its mode.
void ensure_folder(const std::filesystem::path& path, mode_t mode, const ServerUser* owner = nullptr);

// Changes the owner of root's file in the server's folder to the server's user.
void hand_over(const std::filesystem::path& file, const ServerUser& user);

// File access of this thread with the rights of the server's user, until destroyed.
class ActingAs {
 public:
  explicit ActingAs(const ServerUser& user);
  ~ActingAs();
  ActingAs(const ActingAs&) = delete;
  ActingAs& operator=(const ActingAs&) = delete;

 private:
  static void restore();
  bool acting_ = false;
};

}  // namespace schemac::pg
