// schemac test-db setup|run|cleanup|watch: what the tests of schema_compiler_add_database_test run. Not
// listed in the help; their options may change with the CMake functions that are installed beside the tool.
//
// setup makes the template and leaves a watcher behind, which waits for the process that runs the tests
// (ctest) to end and then does what cleanup does: that is how nothing is left after Ctrl-C, when ctest runs
// no cleanup any more.
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "base/subprocess.h"
#include "cli/commands.h"
#include "pg/connection_url.h"
#include "run/test_database.h"

namespace schemac::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string key;
  std::string from = "migrations";
  std::vector<std::string> load;
  bool refresh = false;
  std::string sql;
  std::vector<std::string> command;
  int process = 0;
};

// This program again, with the same project. A URL goes through the environment: an argument would show its
// password in the process list.
Command self(Context& context, const std::string& url, std::vector<std::string> arguments) {
  run::Environment& environment = context.environment();
  Command command;
  command.argv = {fs::read_symlink("/proc/self/exe").string()};
  const auto option = [&](const char* name, const std::string& value) {
    if (!value.empty()) command.argv.insert(command.argv.end(), {name, value});
  };
  option("-c", environment.project.file.string());
  if (!context.options.build.empty()) option("--build", environment.project.build);
  option("--server-key", context.options.server_key);
  for (const std::string& manifest : environment.project.depends) option("--manifest", manifest);
  // A project that names no variable is always on the embedded server, whose URL holds no password.
  const std::string& variable = environment.project.database.url_env;
  if (variable.empty()) {
    option("--database-url", url);
  } else if (!url.empty()) {
    command.environment = {{variable, url}};
  }
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.inherit_streams = true;
  return command;
}

void run_self(Context& context, const std::string& url, const std::vector<std::string>& arguments) {
  if (const int code = run_command(self(context, url, arguments)).exit_code; code != 0) {
    throw CommandFailed{code};
  }
}

// The embedded server belongs to the tests if they started it; this file in the build folder says so. All
// that looks at it or at the server's life holds the lock: another schema's tests may begin while these end.
struct ServerMark {
  explicit ServerMark(run::Environment& environment) {
    const Project& project = environment.project;
    const fs::path folder =
        project.server_key.empty() ? project.path(project.build) : fs::path(project.server_key);
    fs::create_directories(folder);
    environment.files.check(folder / "test-db.lock");
    lock = std::make_unique<FileLock>(folder / "test-db.lock");
    file = folder / "test-db.started";
  }
  std::unique_ptr<FileLock> lock;
  fs::path file;
};

void fill(Context& context, const Options& options, const std::string& url) {
  run::Environment& environment = context.environment();
  if (options.from == "migrations") {
    run_self(context, url, {"-q", "upgrade", "head"});
    return;
  }
  run_self(context, url, {"-q", "compile"});
  const fs::path schema = environment.project.path(environment.project.build) / "schema.sql";
  pg::connect(url, pg::Settings::own)->execute(context.files().read(schema));
}

int setup(Context& context, const Options& options) {
  run::Environment& environment = context.environment();
  const bool embedded = run::target_is_embedded(environment);
  {
    ServerMark mark(environment);
    if (embedded && !run::embedded_server(environment).status().running) {
      context.files().write_if_changed(mark.file, "");
    }
    run::make_test_template(run::target_url(environment), run::test_template_name(options.key),
                            [&](const std::string& url) { fill(context, options, url); });
  }
  Command watcher =
      self(context, {},
           {"-q", "test-db", "watch", "--template", options.key, "--process", std::to_string(::getppid())});
  watcher.inherit_streams = false;
  // It may live for hours: it gets what leads to the database, and holds no folder of the caller's.
  watcher.inherited = {
      .variables = std::vector<std::string>{"PATH", "HOME", "USER", "LD_LIBRARY_PATH", "TMPDIR", "TZ", "LC_*",
                                            "LANG", "PG*", "SCHEMAC_*", "SUDO_UID", "XDG_CACHE_HOME", "KRB5*",
                                            environment.project.database.url_env},
      .open_files = false};
  watcher.folder = "/";
  watcher.detach = true;
  watcher.output_file = "/dev/null";
  run_command(watcher);
  return exit_ok;
}

int cleanup(Context& context, const Options& options) {
  run::Environment& environment = context.environment();
  const ServerMark mark(environment);
  const bool embedded = run::target_is_embedded(environment);
  if (embedded && !run::embedded_server(environment).status().running) return exit_ok;
  const bool others =
      run::drop_test_databases(run::target_url(environment), run::test_template_name(options.key));
  if (embedded && !others && context.files().exists(mark.file)) {
    context.files().remove(mark.file);
    run::embedded_server(environment).stop();
  }
  return exit_ok;
}

int watch(Context& context, const Options& options) {
  const int process = static_cast<int>(::syscall(SYS_pidfd_open, options.process, 0));
  if (process >= 0) {
    pollfd ended{process, POLLIN, 0};
    while (::poll(&ended, 1, -1) < 0 && errno == EINTR) continue;
    ::close(process);
  }
  return cleanup(context, options);
}

int run_test(Context& context, const Options& options) {
  run::Environment& environment = context.environment();
  const run::TestDatabase database(run::target_url(environment), run::test_template_name(options.key));
  for (const std::string& file : options.load) run_self(context, database.url(), {"-q", "load", file});
  if (options.refresh) run_self(context, database.url(), {"-q", "refresh"});
  if (!options.command.empty()) {
    Command command;
    command.argv = options.command;
    command.environment = pg::libpq_environment(database.url());
    // Without requirepeer and the like, which other drivers do not know.
    command.environment.emplace_back("DATABASE_URL", pg::portable_url(database.url()));
    command.inherit_streams = true;
    return run_command(command).exit_code;
  }
  const FileId file = context.sources().add(options.sql, context.files().read(options.sql));
  // The settings of any client, not those that make prints comparable: the test's own search_path counts.
  const std::unique_ptr<pg::Session> session = pg::connect(database.url(), pg::Settings::own);
  run::run_test_sql(
      *session, context.sources(), file, [&](const std::string& line) { context.print(line + "\n"); },
      context.diagnostics());
  return context.flush_diagnostics() ? exit_error : exit_ok;
}

}  // namespace

void add_test_db(CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* group = line.add("test-db", "Databases for tests");
  group->group("");
  group->require_subcommand(1);
  const auto add = [&](const char* name, const char* description, int (*run)(Context&, const Options&)) {
    CLI::App* command = line.add(name, description, group);
    command->add_option("--template", options->key, "What names the template")->required();
    line.on(command, [options, run](Context& context) { return run(context, *options); });
    return command;
  };
  add("setup", "Make the template", setup)
      ->add_option("--from", options->from, "What fills it")
      ->check(CLI::IsMember({"migrations", "compiled"}));
  add("cleanup", "Drop the template and what is left of its clones", cleanup);
  add("watch", "Wait for a process to end, then clean up", watch)
      ->add_option("--process", options->process, "Its id")
      ->required();
  CLI::App* run = add("run", "Run one test on a clone", run_test);
  run->add_option("--load", options->load, "Instance data to load first")->type_name("FILE");
  run->add_flag("--refresh", options->refresh, "Refresh the materialized views first");
  CLI::Option* sql = run->add_option("--sql", options->sql, "File of statements")->type_name("FILE");
  run->add_option("command", options->command, "Program and arguments (after --)")
      ->type_name("COMMAND")
      ->excludes(sql);
}

}  // namespace schemac::cli
