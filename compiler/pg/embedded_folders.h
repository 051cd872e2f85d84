// Where an embedded server lives, and who may own what is there.
//
// The folder of all servers of a user is below /var/tmp, under a name that others can foretell and take
// first: so owner, kind and mode of each folder are checked before anything in it is opened, connected to,
// locked, created or removed. Once a folder is this user's, is no link, and nobody else may write to it,
// nobody else can change what is below it, as long as its parent is sticky; a parent that everybody may write
// to and that is not sticky is not used.
//
//   <parent>/schemac-<uid>          0700 (0711 for root, whose servers run as another user)
//     <digest>.lock, initdb.lock    of this user
//     initdb-<version>-<digest>/    a pristine cluster, of the server's user
//     <digest>/                     0700, of the server's user: data, socket, log, identity, key
//   /tmp/schemac-<uid>-<digest>     0700, of the server's user: the sockets, where the path above is too long
//
// For root the server's user is less trusted than root itself: what is below the server's folder is opened
// and written with that user's rights (ActingAs), so that a link placed there leads to nothing that he has
// not.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace schemac::pg {

// Not "schemac": search_path's "$user" would then lead unqualified names of hand-written SQL into the ledger.
constexpr std::string_view embedded_superuser = "postgres";

// PostgreSQL refuses to run as root.
struct ServerUser {
  std::optional<uid_t> user_id, group_id;  // absent: this process's own
  std::string name;                        // empty if absent, too
};

ServerUser server_user();  // DatabaseError if root has none
// Who serves the sockets, as libpq's requirepeer wants it; empty where the system has no name for it.
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

// False if there is no folder of this server. OsError: a folder is somebody else's, is none, or others may
// write to it.
bool check_folders(const ServerFolders& folders);
// Made or found, checked, and with that mode.
void ensure_folder(const std::filesystem::path& path, mode_t mode, const ServerUser* owner = nullptr);

// A file of root's in the server's folder becomes the server's user's.
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
