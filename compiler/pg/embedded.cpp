#include "pg/embedded.h"

#include <sys/stat.h>
#include <unistd.h>

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
#include "pg/embedded_folders.h"
#include "pg/postmaster.h"
#include "pg/session.h"

namespace schemac::pg {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// Overrides the variables PGPORT, PGHOSTADDR and PGREQUIREPEER. requirepeer: libpq does not connect to a
// process of another user.
std::string url_of(const ServerFolders& folders, const std::string& database) {
  return with_database(
      fmt::format("postgresql://{}@/?host={}&port=5432&hostaddr=&requirepeer={}", embedded_superuser,
                  percent_encoded(folders.sockets.string()), percent_encoded(peer_name(server_user()))),
      database);
}

std::string tail(const std::string& text, std::size_t lines) {
  std::size_t begin = text.size();
  for (std::size_t count = 0; begin > 0 && count <= lines; ++count) begin = text.rfind('\n', begin - 1) + 1;
  return text.substr(std::min(begin, text.size()));
}

// The first line of the output that states the cause.
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

// Commands for the server and for initdb: they may run as another user, and the server outlives this process.
// They get only the variables for finding programs, libraries, locales, time zones and PostGIS's files.
Command server_command(std::vector<std::string> argv, const ServerUser& user) {
  Command command;
  command.argv = std::move(argv);
  command.inherited = {
      .variables = std::vector<std::string>{"PATH", "LD_LIBRARY_PATH", "LOCPATH", "LOCALE_ARCHIVE", "TZ",
                                            "TZDIR", "PROJ_LIB", "PROJ_DATA", "GDAL_DATA"},
      .open_files = false};
  // Messages are read in this locale; the working directory of this process may be closed to the server's
  // user.
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

// A list setting: each name in double quotes, since a folder name may contain a comma.
std::string quoted_list_element(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

// identity: distinguishes this cluster from others that were copied from the same pristine one and share its
// system identifier. A refresh records it in its snapshot.
std::string configuration(const ServerFolders& folders, const std::string& identity,
                          const std::vector<std::string>& extra) {
  std::vector<std::pair<std::string, std::string>> settings{
      {"listen_addresses", ""},
      {"port", "5432"},
      {"unix_socket_directories", quoted_list_element(folders.sockets.string())},
      {"unix_socket_permissions", "0700"},
      {"cluster_name", folders.cluster_name},
      {"schemac.cluster", identity},
      {"max_connections", "200"},
      {"superuser_reserved_connections", "3"},
      // A whole schema is created in one transaction: 5000 tables with indexes need 20000 locks and more.
      {"max_locks_per_transaction", "512"},
      {"shared_buffers", "64MB"},
      {"fsync", "off"},
      {"full_page_writes", "off"},
      // A commit is written, but not flushed to disk, before it is reported: a killed server loses nothing.
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

Postmaster postmaster_of(const ServerFolders& folders, const ServerUser& user) {
  const ActingAs acting(user);
  return find_postmaster(folders.data);
}

class Starter {
 public:
  Starter(const EmbeddedOptions& options, const ServerFolders& folders, Files& files)
      : options_(options), folders_(folders), files_(files), user_(server_user()) {}

  // Call it with the lock of the server held.
  void start() {
    ensure_folder(folders_.instance, 0700, &user_);
    {
      const ActingAs acting(user_);
      ensure_folder(folders_.sockets, 0700, &user_);
    }
    // Earlier releases wrote these files as root.
    for (const char* name : {"log", "identity", "key", "data/postgresql.conf"}) {
      hand_over(folders_.instance / name, user_);
    }
    choose_binaries();
    if (!files_.exists(folders_.data)) make_data();
    ensure_running();
    ensure_database();
  }

 private:
  void choose_binaries() {
    const int major = std::atoi(read_as_server("PG_VERSION").value_or("").c_str());
    std::optional<fs::path> found = options_.binaries;
    if (found->empty()) found = find_binaries(major);
    if (!found && major != 0) {
      throw DatabaseError(
          {.message = fmt::format(
               "the embedded server's data is of PostgreSQL {}, whose server binaries are missing", major),
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

  // A pristine cluster is created once per version and kept; copying it takes a quarter of initdb's time.
  // Both are created under a temporary name, so a cluster is either complete or absent.
  void make_data() {
    const BinariesVersion version = version_of_binaries(binaries_);
    const std::string digest = sha256(fmt::format("{}\n{}\n{}\n{}", binaries_.string(), version.text,
                                                  user_.name, embedded_superuser))
                                   .substr(7, 8);
    const fs::path pristine =
        folders_.user / fmt::format("initdb-{}-{}", version.text.empty() ? "0" : version.text, digest);
    {
      const FileLock lock(folders_.user / "initdb.lock", 0600);
      if (!files_.exists(pristine)) initialise(pristine, version.major);
    }
    const fs::path unfinished = folders_.instance / "data.unfinished";
    fs::remove_all(unfinished);
    const CommandResult copied =
        run_command(server_command({"cp", "-a", pristine.string(), unfinished.string()}, user_));
    if (copied.exit_code != 0) {
      throw DatabaseError({.message = "cannot copy the new cluster: " + copied.output});
    }
    const ActingAs acting(user_);
    files_.remove(folders_.instance / "identity");
    fs::rename(unfinished, folders_.data);
    files_.remove(folders_.instance / "key");
    write(folders_.instance / "key", options_.key + "\n");
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
                                    std::string(embedded_superuser),
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
                                     : fmt::format("it ran as user {}; give this user access to {}",
                                                   user_.name, binaries_.string())});
  }

  void ensure_running() {
    const auto deadline = std::chrono::steady_clock::now() + 120s;
    int launched = 0;
    std::size_t log_begin = 0;
    for (;;) {
      const Postmaster found = postmaster_of(folders_, user_);
      if (found.ready) return;
      if (found.pid == 0) {
        if (launched == 0) {
          // Remove what a crash left: no process of this cluster runs, so its lock files have no meaning.
          if (found.stale_file) end_orphans(folders_.cluster_name);
          const ActingAs acting(user_);
          if (found.stale_file) files_.remove(folders_.data / "postmaster.pid");
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

  // Writes with the rights of the server's user, readable only by that user, regardless of the umask.
  void write(const fs::path& file, const std::string& text) {
    files_.write_if_changed(file, text);
    if (::chmod(file.c_str(), 0600) != 0) throw OsError("cannot protect", file.string(), errno);
  }

  std::string identity() {
    const fs::path file = folders_.instance / "identity";
    if (std::optional<std::string> known = files_.read_if_exists(file)) return *known;
    std::random_device random;
    std::string made = fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
    write(file, made);
    return made;
  }

  // With the rights of the server's user.
  int launch(std::size_t& log_begin) {
    write(folders_.data / "postgresql.conf", configuration(folders_, identity(), options_.settings));
    std::error_code error;
    if (const auto size = fs::file_size(folders_.log, error); !error && size > 8U << 20U) {
      files_.remove(folders_.log);
    }
    log_begin = files_.read_if_exists(folders_.log).value_or("").size();
    Command command =
        server_command({(binaries_ / "postgres").string(), "-D", folders_.data.string()}, user_);
    command.folder = folders_.instance.string();
    command.output_file = folders_.log.string();
    command.detach = true;
    return run_command(command).pid;
  }

  // A file in the data folder.
  std::optional<std::string> read_as_server(const char* name) const {
    const ActingAs acting(user_);
    return files_.read_if_exists(folders_.data / name);
  }

  [[noreturn]] void fail(std::size_t log_begin, std::string_view what) const {
    const ActingAs acting(user_);
    const std::string log = files_.read_if_exists(folders_.log).value_or("");
    const std::string part = log.substr(std::min(log_begin, log.size()));
    throw DatabaseError(
        {.message = fmt::format("{}: {}", what, first_fatal(part)),
         .detail = tail(part, 8),
         .hint = fmt::format("read its log, {}; `schemac db destroy` removes its data and starts over",
                             folders_.log.string())});
  }

  void ensure_database() const {
    const auto session = connect(url_of(folders_, "postgres"), Settings::own);
    const Result found =
        session->query("SELECT FROM pg_catalog.pg_database WHERE datname = $1", {options_.database});
    if (found.rows.empty()) session->execute("CREATE DATABASE " + quote_identifier(options_.database));
  }

  const EmbeddedOptions& options_;
  const ServerFolders& folders_;
  Files& files_;
  ServerUser user_;
  fs::path binaries_;
};

bool accepts(const ServerFolders& folders, const std::string& database, const Files& files) {
  if (!check_folders(folders) || !files.exists(folders.sockets / ".s.PGSQL.5432")) return false;
  try {
    connect(url_of(folders, database), Settings::own);
    return true;
  } catch (const DatabaseError&) {
    return false;  // starting it reports the cause
  }
}

void stop_server(const ServerFolders& folders) {
  if (end_postmaster(folders.data, Shutdown::fast, 60s)) return;
  if (end_postmaster(folders.data, Shutdown::immediate, 10s)) return;
  end_postmaster(folders.data, Shutdown::kill, 10s);
  end_orphans(folders.cluster_name);
}

}  // namespace

EmbeddedServer::EmbeddedServer(EmbeddedOptions options, Files& files)
    : options_(std::move(options)), files_(files) {}

std::string EmbeddedServer::start() {
  const ServerFolders folders = folders_of(options_.key);
  std::string url = url_of(folders, options_.database);
  if (accepts(folders, options_.database, files_)) return url;
  // The server's user must be able to enter root's folder.
  ensure_folder(folders.user, ::geteuid() == 0 ? 0711 : 0700);
  const FileLock lock(folders.lock, 0600);
  if (accepts(folders, options_.database, files_)) return url;
  Starter(options_, folders, files_).start();
  return url;
}

void EmbeddedServer::stop() {
  const ServerFolders folders = folders_of(options_.key);
  if (!check_folders(folders)) return;
  const FileLock lock(folders.lock, 0600);
  stop_server(folders);
}

void EmbeddedServer::destroy() {
  const ServerFolders folders = folders_of(options_.key);
  if (!check_folders(folders)) return;
  // The lock file is kept: if it were removed, two processes could each hold a lock.
  const FileLock lock(folders.lock, 0600);
  stop_server(folders);
  fs::remove_all(folders.instance);
  fs::remove_all(folders.sockets);
}

EmbeddedStatus EmbeddedServer::status() const {
  const ServerFolders folders = folders_of(options_.key);
  EmbeddedStatus status;
  status.data_folder = folders.data;
  status.socket_folder = folders.sockets;
  status.url = url_of(folders, options_.database);
  if (!check_folders(folders)) return status;
  const ActingAs acting(server_user());
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
