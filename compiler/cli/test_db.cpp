// schemac test-db setup|run|cleanup|watch: the commands of tests from schema_compiler_add_database_test. Not
// listed in the help; their options may change with the CMake functions that are installed with the tool.
//
// setup creates the template and starts a watcher, which waits for the process that runs the tests (ctest) to
// end and then does the same as cleanup. So nothing is left after Ctrl-C, when ctest no longer runs the
// cleanup.
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>

#include "apply/test_database.h"
#include "base/subprocess.h"
#include "cli/commands.h"
#include "pg/connection_url.h"

namespace schemac::cli {
namespace {

namespace fs = std::filesystem;

struct TestDatabaseArguments {
  std::string key;
  std::string from = "migrations";
  std::vector<std::string> load;
  bool refresh = false;
  std::string sql;
  std::vector<std::string> command;
  int process = 0;
};

// Runs this program again with the same project. The URL is passed in the environment: as an argument, its
// password would be in the process list.
Command self(Context& context, const std::string& url, std::vector<std::string> arguments) {
  Environment& environment = context.environment();
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

// The tests own the embedded server if they started it; this file in the build folder records that. The lock
// is held for every access to the file and every start or stop of the server: another schema's tests may
// start meanwhile.
struct ServerMark {
  explicit ServerMark(Environment& environment) {
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

void fill(Context& context, const TestDatabaseArguments& options, const std::string& url) {
  Environment& environment = context.environment();
  if (options.from == "migrations") {
    run_self(context, url, {"-q", "upgrade", "head"});
    return;
  }
  run_self(context, url, {"-q", "compile"});
  const fs::path schema = environment.project.path(environment.project.build) / "schema.sql";
  pg::connect(url, pg::Settings::own)->execute(context.files().read(schema));
}

int setup(Context& context, const TestDatabaseArguments& options) {
  Environment& environment = context.environment();
  const bool embedded = target_is_embedded(environment);
  {
    ServerMark mark(environment);
    if (embedded && !embedded_server(environment).status().running) {
      context.files().write_if_changed(mark.file, "");
    }
    make_test_template(target_url(environment), test_template_name(options.key),
                       [&](const std::string& url) { fill(context, options, url); });
  }
  Command watcher =
      self(context, {},
           {"-q", "test-db", "watch", "--template", options.key, "--process", std::to_string(::getppid())});
  watcher.inherit_streams = false;
  // It may run for hours: it gets only the variables for the database, and keeps no folder of the caller in
  // use.
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

int cleanup(Context& context, const TestDatabaseArguments& options) {
  Environment& environment = context.environment();
  const ServerMark mark(environment);
  const bool embedded = target_is_embedded(environment);
  if (embedded && !embedded_server(environment).status().running) return exit_ok;
  const bool others = drop_test_databases(target_url(environment), test_template_name(options.key));
  if (embedded && !others && context.files().exists(mark.file)) {
    context.files().remove(mark.file);
    embedded_server(environment).stop();
  }
  return exit_ok;
}

int watch(Context& context, const TestDatabaseArguments& options) {
  const int process = static_cast<int>(::syscall(SYS_pidfd_open, options.process, 0));
  if (process >= 0) {
    pollfd ended{process, POLLIN, 0};
    while (::poll(&ended, 1, -1) < 0 && errno == EINTR) continue;
    ::close(process);
  }
  return cleanup(context, options);
}

int run_test(Context& context, const TestDatabaseArguments& options) {
  Environment& environment = context.environment();
  const TestDatabase database(target_url(environment), test_template_name(options.key));
  for (const std::string& file : options.load) run_self(context, database.url(), {"-q", "load", file});
  if (options.refresh) run_self(context, database.url(), {"-q", "refresh"});
  if (!options.command.empty()) {
    Command command;
    command.argv = options.command;
    command.environment = pg::libpq_environment(database.url());
    // Without parameters such as requirepeer, which other drivers do not know.
    command.environment.emplace_back("DATABASE_URL", pg::portable_url(database.url()));
    command.inherit_streams = true;
    return run_command(command).exit_code;
  }
  const FileId file = context.sources().add(options.sql, context.files().read(options.sql));
  // The settings of an ordinary client: the test's own search_path applies.
  const std::unique_ptr<pg::Session> session = pg::connect(database.url(), pg::Settings::own);
  run_test_sql(
      *session, context.sources(), file, [&](const std::string& line) { context.print(line + "\n"); },
      context.diagnostics());
  return context.flush_diagnostics() ? exit_error : exit_ok;
}

}  // namespace

void add_test_db(CommandLine& line) {
  auto options = std::make_shared<TestDatabaseArguments>();
  Subcommand group = line.add("test-db", "Manage databases for tests");
  group->group("");
  group->require_subcommand(1);
  const auto add = [&](const char* name, const char* description,
                       int (*run)(Context&, const TestDatabaseArguments&)) {
    Subcommand command = line.add(name, description, group);
    command->add_option("--template", options->key, "Use the template of this name")->required();
    line.on(command, [options, run](Context& context) { return run(context, *options); });
    return command;
  };
  add("setup", "Create the template", setup)
      ->add_option("--from", options->from,
                   "Fill the template with the migrations or the compiled sources (default: migrations)")
      ->one_of({"migrations", "compiled"});
  add("cleanup", "Drop the template and the remaining clones", cleanup);
  add("watch", "Wait for a process to end, then clean up", watch)
      ->add_option("--process", options->process, "Wait for the process with this id")
      ->required();
  Subcommand run = add("run", "Run one test on a clone", run_test);
  run->add_option("--load", options->load, "Load this instance data first")->type_name("FILE");
  run->add_flag("--refresh", options->refresh, "Refresh the materialized views first");
  const Option sql = run->add_option("--sql", options->sql, "Run this SQL file")->type_name("FILE");
  run->add_option("command", options->command, "Run this program with its arguments (after --)")
      ->type_name("COMMAND")
      ->excludes(sql);
}

}  // namespace schemac::cli
