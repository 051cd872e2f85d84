#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/subprocess.h"
#include "cli/commands.h"
#include "pg/conninfo.h"

namespace schemac::cli {
namespace {

// Without a project file, the server of the commands that need none.
Environment& without_project(Context& context) { return context.environment(Context::ProjectFile::optional); }

int status(Context& context) {
  Environment& environment = without_project(context);
  const pg::EmbeddedStatus status = embedded_server(environment).status();
  if (context.json()) {
    context.print_json({{"server",
                         {{"exists", status.exists},
                          {"running", status.running},
                          {"pid", status.pid},
                          {"version", status.version},
                          {"data", status.data_folder.string()},
                          {"url", pg::redact(status.url)}}}});
    return exit_ok;
  }
  if (!status.exists) {
    context.print("no embedded server yet; any command that needs one starts it\n");
  } else {
    context.print(
        fmt::format("{}\n  version {}\n  data    {}\n  url     {}\n",
                    status.running ? fmt::format("running, pid {}", status.pid) : std::string("stopped"),
                    status.version, status.data_folder.string(), pg::redact(status.url)));
  }
  return exit_ok;
}

int psql(Context& context, const std::vector<std::string>& arguments) {
  Environment& environment = without_project(context);
  Command command;
  // The URL is passed in the environment: as an argument, its password would be in the process list.
  command.argv = {"psql"};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.environment = pg::libpq_environment(target_url(environment));
  // libpq would quote a string that it cannot read, and the process list would show a password.
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool is_sql = i > 0 && (arguments[i - 1] == "-c" || arguments[i - 1] == "--command");
    if (is_sql || !pg::is_connection_with_password(arguments[i])) continue;
    throw UserError("an argument for psql is a connection string with a password, or cannot be read",
                    "to name another database, put --database-url URL before the --");
  }
  command.inherit_streams = true;
  return run_command(command).exit_code;
}

}  // namespace

void add_db(CommandLine& line) {
  Subcommand db = line.add("db", "Manage the embedded PostgreSQL server");
  db->require_subcommand(1);
  line.on(line.add("start", "Start the server", db), [](Context& context) {
    context.print(pg::redact(embedded_server(without_project(context)).start()) + "\n");
    return exit_ok;
  });
  line.on(line.add("stop", "Stop the server", db), [](Context& context) {
    embedded_server(without_project(context)).stop();
    return exit_ok;
  });
  line.on(line.add("status", "Print whether the server runs, its version, data folder and URL", db), status);
  line.on(line.add("url", "Print the URL of the project's database", db), [](Context& context) {
    context.print(pg::redact(target_url(without_project(context))) + "\n");
    return exit_ok;
  });
  auto arguments = std::make_shared<std::vector<std::string>>();
  Subcommand shell = line.add("psql", "Open psql on the project's database", db);
  shell->add_option("arguments", *arguments, "Pass these arguments to psql (after --)");
  line.on(shell, [arguments](Context& context) { return psql(context, *arguments); });
  line.on(line.add("destroy", "Stop the server and remove its data", db), [](Context& context) {
    embedded_server(without_project(context)).destroy();
    return exit_ok;
  });
}

}  // namespace schemac::cli
