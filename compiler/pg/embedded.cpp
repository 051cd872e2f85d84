#include "pg/embedded.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <random>
#include <system_error>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/subprocess.h"
#include "catalog/identifier.h"
#include "pg/binaries.h"
#include "pg/connection_url.h"
#include "pg/postmaster.h"
#include "pg/session.h"

namespace schemac::pg {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// Not "schemac": search_path's "$user" would then lead unqualified names of hand-written SQL into the ledger.
constexpr std::string_view superuser = "postgres";
constexpr std::size_t longest_socket_path = 107;

// PostgreSQL refuses to run as root.
struct ServerUser {
  std::optional<unsigned> user_id, group_id;  // absent: this process's own
  std::string name;
};

ServerUser server_user() {
  if (::geteuid() != 0) return {};
  for (const char* name : {"postgres", "nobody"}) {
    if (const passwd* entry = ::getpwnam(name)) return {entry->pw_uid, entry->pw_gid, name};
  }
  throw DatabaseError(
      {.message = "the embedded server cannot run as root, and there is no user postgres or nobody",
       .hint = "run as another user, or name a database with --database-url"});
}

bool everybody_may_enter(const fs::path& folder) {
  fs::path so_far;
  for (const fs::path& part : folder) {
    so_far /= part;
    struct stat info {};
    if (::stat(so_far.c_str(), &info) != 0 || (info.st_mode & S_IXOTH) == 0) return false;
  }
  return true;
}

// Of all servers of this user: /var/tmp survives a reboot and everybody may enter it.
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
    return parent / name;
  }
  throw OsError("cannot write", "/var/tmp", EACCES);
}

// Made or found, ours, and nobody else may write in it: its parent belongs to all users.
void ensure_folder(const fs::path& path, mode_t mode, const ServerUser* owner = nullptr) {
  if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST)
    throw OsError("cannot create", path.string(), errno);
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) throw OsError("cannot use", path.string(), errno);
  if (!S_ISDIR(info.st_mode)) throw OsError("cannot use", path.string(), ENOTDIR);
  const bool theirs = owner != nullptr && owner->user_id;
  if (info.st_uid != ::geteuid() && !(theirs && info.st_uid == *owner->user_id)) {
    throw OsError("refusing to use another user's folder", path.string(), EPERM);
  }
  if (theirs && info.st_uid != *owner->user_id &&
      ::lchown(path.c_str(), *owner->user_id, *owner->group_id) != 0) {
    throw OsError("cannot hand over", path.string(), errno);
  }
  if ((info.st_mode & 07777U) != mode && ::chmod(path.c_str(), mode) != 0) {
    throw OsError("cannot protect", path.string(), errno);
  }
}

struct Folders {
  fs::path user;      // all servers of this user
  fs::path lock;      // of this server
  fs::path instance;  // of this server
  fs::path data;
  fs::path sockets;
  fs::path log;
  std::string cluster_name;
};

Folders folders_of(const std::string& key) {
  const std::string digest = sha256(fmt::format("{}\n{}", key, superuser)).substr(7, 16);
  Folders folders;
  folders.user = user_folder();
  folders.lock = folders.user / (digest + ".lock");
  folders.instance = folders.user / digest;
  folders.data = folders.instance / "data";
  folders.sockets = folders.instance / "socket";
  if ((folders.sockets / ".s.PGSQL.5432.lock").string().size() > longest_socket_path) {
    folders.sockets = fmt::format("/tmp/schemac-{}-{}", ::geteuid(), digest);
  }
  folders.log = folders.instance / "log";
  folders.cluster_name = "schemac-" + digest;
  return folders;
}

std::string url_of(const Folders& folders, const std::string& database) {
  // The port is said because PGPORT may say another.
  return with_database(fmt::format("postgresql://{}@/?host={}&port=5432", superuser,
                                   percent_encoded(folders.sockets.string())),
                       database);
}

std::string tail(const std::string& text, std::size_t lines) {
  std::size_t begin = text.size();
  for (std::size_t count = 0; begin > 0 && count <= lines; ++count) begin = text.rfind('\n', begin - 1) + 1;
  return text.substr(std::min(begin, text.size()));
}

// The first line that says why, of many that say what else happened.
std::string first_fatal(const std::string& log) {
  for (const std::string_view word : {"FATAL:", "PANIC:", "error:", "could not"}) {
    const std::size_t at = log.find(word);
    if (at == std::string::npos) continue;
    const std::size_t begin = log.rfind('\n', at) + 1;
    const std::size_t from = word.ends_with(':') ? at + word.size() : begin;
    std::string line = log.substr(from, log.find('\n', at) - from);
    return line.substr(std::min(line.find_first_not_of(' '), line.size()));
  }
  return "it ended without a message";
}

Command server_command(std::vector<std::string> argv, const ServerUser& user) {
  Command command;
  command.argv = std::move(argv);
  // Its messages are read here, and this process's own folder may be closed to the server's user.
  command.environment = {{"LC_ALL", "C"}};
  command.folder = "/";
  command.user_id = user.user_id;
  command.group_id = user.group_id;
  return command;
}

std::string configuration_value(std::string_view value) {
  std::string out = "'";
  for (const char c : value) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

// A list setting: each name in double quotes, since a folder may hold a comma.
std::string quoted_list_element(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

// identity: tells this cluster from others that were copied from the same pristine one, whose system
// identifier it shares. A refresh keeps it with what it has seen.
std::string configuration(const Folders& folders, const std::string& identity,
                          const std::vector<std::string>& extra) {
  std::vector<std::pair<std::string, std::string>> settings{
      {"listen_addresses", ""},
      {"port", "5432"},
      {"unix_socket_directories", quoted_list_element(folders.sockets.string())},
      {"unix_socket_permissions", "0777"},  // the folder is 0700
      {"cluster_name", folders.cluster_name},
      {"schemac.cluster", identity},
      {"max_connections", "200"},
      {"superuser_reserved_connections", "3"},
      // A whole schema is made in one transaction: 5000 tables with indexes hold 20000 locks and more.
      {"max_locks_per_transaction", "512"},
      {"shared_buffers", "64MB"},
      {"fsync", "off"},
      {"full_page_writes", "off"},
      // A commit is written before it is told, though not to the disk: a killed server loses nothing.
      {"synchronous_commit", "on"},
      {"wal_level", "minimal"},
      {"max_wal_senders", "0"},
      {"max_wal_size", "1GB"},
      {"checkpoint_timeout", "30min"},
      {"autovacuum", "on"},
      {"jit", "off"},
      {"timezone", "UTC"},
      {"log_timezone", "UTC"},
      {"lc_messages", "C"},
      {"logging_collector", "off"},
      {"log_destination", "stderr"},
      {"log_min_messages", "warning"},
      {"log_min_error_statement", "panic"},
      {"log_checkpoints", "off"},
  };
  std::string text = "# Written by schemac at each start; edits are lost.\n";
  for (const auto& [name, value] : settings) text += name + " = " + configuration_value(value) + "\n";
  for (const std::string& setting : extra) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos) continue;
    text += setting.substr(0, equals) + " = " + configuration_value(setting.substr(equals + 1)) + "\n";
  }
  return text;
}

class Starter {
 public:
  Starter(const EmbeddedOptions& options, const Folders& folders, Files& files)
      : options_(options), folders_(folders), files_(files), user_(server_user()) {}

  // With the lock of the server held.
  void start() {
    ensure_folder(folders_.instance, 0700, &user_);
    ensure_folder(folders_.sockets, 0700, &user_);
    choose_binaries();
    if (!files_.exists(folders_.data)) make_data();
    ensure_running();
    ensure_database();
  }

 private:
  void choose_binaries() {
    const std::optional<std::string> version = files_.read_if_exists(folders_.data / "PG_VERSION");
    const int major = version ? std::atoi(version->c_str()) : 0;
    std::optional<fs::path> found = options_.binaries;
    if (found->empty()) found = find_binaries(major);
    if (!found && major != 0) {
      throw DatabaseError(
          {.message = fmt::format(
               "the embedded server's data is of PostgreSQL {}, whose server binaries are gone", major),
           .hint = "install them again, or remove the data with `schemac db destroy`"});
    }
    if (!found) {
      throw DatabaseError({.message = "no PostgreSQL server binaries were found",
                           .hint = "install PostgreSQL (Debian: postgresql), or name their folder in "
                                   "SCHEMAC_PG_BINDIR, or name a "
                                   "database with --database-url"});
    }
    binaries_ = *found;
  }

  // A pristine cluster is made once for each version and kept beside; copying it takes a quarter of initdb's
  // time. Both are made under a temporary name: a cluster is whole or absent.
  void make_data() {
    const BinariesVersion version = version_of_binaries(binaries_);
    const std::string digest =
        sha256(fmt::format("{}\n{}\n{}\n{}", binaries_.string(), version.text, user_.name, superuser))
            .substr(7, 8);
    const fs::path pristine =
        folders_.user / fmt::format("initdb-{}-{}", version.text.empty() ? "0" : version.text, digest);
    {
      const FileLock lock(folders_.user / "initdb.lock");
      if (!files_.exists(pristine)) initialise(pristine, version.major);
    }
    const fs::path unfinished = folders_.instance / "data.unfinished";
    fs::remove_all(unfinished);
    const CommandResult copied =
        run_command(server_command({"cp", "-a", pristine.string(), unfinished.string()}, user_));
    if (copied.exit_code != 0) {
      throw DatabaseError({.message = "cannot copy the new cluster: " + copied.output});
    }
    files_.remove(folders_.instance / "identity");
    fs::rename(unfinished, folders_.data);
    files_.write_if_changed(folders_.instance / "key", options_.key + "\n");
  }

  void initialise(const fs::path& pristine, int major) {
    const fs::path unfinished = pristine.string() + ".unfinished";
    std::vector<std::vector<std::string>> locales{{"--locale=C.UTF-8"}};
    if (major >= 17) {
      locales.push_back({"--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"});
    }
    locales.push_back({"--locale=C"});  // a system without C.UTF-8
    std::string output;
    for (const std::vector<std::string>& locale : locales) {
      fs::remove_all(unfinished);
      ensure_folder(unfinished, 0700, &user_);
      std::vector<std::string> argv{(binaries_ / "initdb").string(),
                                    "-D",
                                    unfinished.string(),
                                    "-E",
                                    "UTF8",
                                    "-U",
                                    std::string(superuser),
                                    "-A",
                                    "trust",
                                    "--wal-segsize=1",
                                    "--no-sync",
                                    "--no-instructions"};
      argv.insert(argv.end(), locale.begin(), locale.end());
      const CommandResult result = run_command(server_command(std::move(argv), user_));
      if (result.exit_code == 0) {
        fs::rename(unfinished, pristine);
        return;
      }
      if (output.empty()) output = result.output;
    }
    fs::remove_all(unfinished);
    throw DatabaseError({.message = fmt::format("initdb failed: {}", first_fatal(output)),
                         .detail = tail(output, 5),
                         .hint = user_.name.empty()
                                     ? std::string()
                                     : fmt::format("it ran as user {}, who must be able to read {}",
                                                   user_.name, binaries_.string())});
  }

  void ensure_running() {
    const auto deadline = std::chrono::steady_clock::now() + 120s;
    int launched = 0;
    std::size_t log_begin = 0;
    for (;;) {
      const Postmaster found = find_postmaster(folders_.data);
      if (found.ready) return;
      if (found.pid == 0) {
        if (launched == 0) {
          // Whatever a crash left: no process of this cluster runs, so its marks mean nothing.
          if (found.stale_file) {
            end_orphans(folders_.cluster_name);
            files_.remove(folders_.data / "postmaster.pid");
          }
          files_.remove(folders_.sockets / ".s.PGSQL.5432.lock");
          files_.remove(folders_.sockets / ".s.PGSQL.5432");
          launched = launch(log_begin);
        } else if (reap(launched)) {
          fail(log_begin, "the embedded server did not start");
        }
      }
      if (std::chrono::steady_clock::now() > deadline)
        fail(log_begin, "the embedded server did not become ready");
      std::this_thread::sleep_for(2ms);
    }
  }

  std::string identity() {
    const fs::path file = folders_.instance / "identity";
    if (std::optional<std::string> known = files_.read_if_exists(file)) return *known;
    std::random_device random;
    const std::string made = fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
    files_.write_if_changed(file, made);
    return made;
  }

  int launch(std::size_t& log_begin) {
    const fs::path configuration_file = folders_.data / "postgresql.conf";
    files_.write_if_changed(configuration_file, configuration(folders_, identity(), options_.settings));
    if (::chmod(configuration_file.c_str(), 0644) != 0) {
      throw OsError("cannot write", configuration_file.string(), errno);
    }
    std::error_code error;
    if (const auto size = fs::file_size(folders_.log, error); !error && size > 8U << 20U) {
      files_.remove(folders_.log);
    }
    log_begin = files_.read_if_exists(folders_.log).value_or("").size();
    Command command =
        server_command({(binaries_ / "postgres").string(), "-D", folders_.data.string()}, user_);
    command.output_file = folders_.log.string();
    command.detach = true;
    return run_command(command).pid;
  }

  [[noreturn]] void fail(std::size_t log_begin, std::string_view what) const {
    const std::string log = files_.read_if_exists(folders_.log).value_or("");
    const std::string part = log.substr(std::min(log_begin, log.size()));
    throw DatabaseError(
        {.message = fmt::format("{}: {}", what, first_fatal(part)),
         .detail = tail(part, 8),
         .hint = fmt::format("its log is {}; `schemac db destroy` begins afresh and loses its data",
                             folders_.log.string())});
  }

  void ensure_database() const {
    const auto session = connect(url_of(folders_, "postgres"), Settings::own);
    const Result found =
        session->query("SELECT FROM pg_catalog.pg_database WHERE datname = $1", {options_.database});
    if (found.rows.empty()) session->execute("CREATE DATABASE " + quote_identifier(options_.database));
  }

  const EmbeddedOptions& options_;
  const Folders& folders_;
  Files& files_;
  ServerUser user_;
  fs::path binaries_;
};

bool accepts(const Folders& folders, const std::string& database, const Files& files) {
  if (!files.exists(folders.sockets / ".s.PGSQL.5432")) return false;
  try {
    connect(url_of(folders, database), Settings::own);
    return true;
  } catch (const DatabaseError&) {
    return false;  // starting it finds out why
  }
}

void stop_server(const Folders& folders) {
  if (end_postmaster(folders.data, Shutdown::fast, 60s)) return;
  if (end_postmaster(folders.data, Shutdown::immediate, 10s)) return;
  end_postmaster(folders.data, Shutdown::kill, 10s);
  end_orphans(folders.cluster_name);
}

}  // namespace

EmbeddedServer::EmbeddedServer(EmbeddedOptions options, Files& files)
    : options_(std::move(options)), files_(files) {}

std::string EmbeddedServer::start() {
  const Folders folders = folders_of(options_.key);
  const std::string url = url_of(folders, options_.database);
  if (accepts(folders, options_.database, files_)) return url;
  // Root's folder is entered by the server's user.
  ensure_folder(folders.user, ::geteuid() == 0 ? 0711 : 0700);
  const FileLock lock(folders.lock);
  if (accepts(folders, options_.database, files_)) return url;
  Starter(options_, folders, files_).start();
  return url;
}

void EmbeddedServer::stop() {
  const Folders folders = folders_of(options_.key);
  if (!files_.exists(folders.instance)) return;
  const FileLock lock(folders.lock);
  stop_server(folders);
}

void EmbeddedServer::destroy() {
  const Folders folders = folders_of(options_.key);
  if (!files_.exists(folders.instance)) return;
  // The lock file stays: to remove it would give two processes a lock each.
  const FileLock lock(folders.lock);
  stop_server(folders);
  fs::remove_all(folders.instance);
  fs::remove_all(folders.sockets);
}

EmbeddedStatus EmbeddedServer::status() const {
  const Folders folders = folders_of(options_.key);
  EmbeddedStatus status;
  status.data_folder = folders.data;
  status.socket_folder = folders.sockets;
  status.url = url_of(folders, options_.database);
  if (const std::optional<std::string> version = files_.read_if_exists(folders.data / "PG_VERSION")) {
    status.exists = true;
    status.version = version->substr(0, version->find('\n'));
    const Postmaster found = find_postmaster(folders.data);
    status.running = found.ready;
    status.pid = found.pid;
  }
  return status;
}

}  // namespace schemac::pg
