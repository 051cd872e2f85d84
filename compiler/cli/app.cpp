#include "cli/app.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/diagnostic.h"
#include "base/interrupt.h"
#include "cli/commands.h"
#include "cli/version.h"
#include "pg/hide_passwords.h"

namespace schemac::cli {
namespace {

void add_global_options(CLI::App& app, GlobalOptions& options) {
  const std::string group = "Global options";
  app.add_option("-C", options.directory, "Run as if started in DIR")->type_name("DIR")->group(group);
  app.add_option("-c,--project", options.project_file,
                 "Use this project file (default: schemac.yaml, searched upwards)")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--schema", options.schema, "Use this LinkML schema instead of a project file")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--database-url", options.database_url,
                 "Use this database (default: the variable that the project names, else the embedded server)")
      ->type_name("URL")
      ->group(group);
  app.add_option("--build", options.build, "Use this build folder (default: the project file's)")
      ->type_name("DIR")
      ->group(group);
  app.add_option("--manifest", options.manifests,
                 "Read the manifests of other schemas that this one refers to")
      ->delimiter(',')
      ->type_name("FILE")
      ->group(group);
  // The schemas of one CMake build share an embedded server, as they would share a database on another
  // server.
  app.add_option("--server-key", options.server_key)->group("");
  app.add_option("--format", options.format,
                 "Print in this format: text, json, or one that the command names")
      ->group(group);
  app.add_option("--color", options.color, "Color the output (default: auto)")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->group(group);
  app.add_flag("-v,--verbose", options.verbose, "Print more")->group(group);
  app.add_flag("-q,--quiet", options.quiet, "Print errors only")->group(group);
  app.add_flag("--explain", options.explain,
               "Print reasons: what could not be enforced, why an object is recreated or a view refreshed")
      ->group(group);
}

void add_commands(CommandLine& line) {
  add_init(line);
  add_compile(line);
  add_diff(line);
  add_inspect(line);
  add_graph(line);
  add_revision(line);
  add_lint(line);
  add_upgrade(line);
  add_adopt(line);
  add_history(line);
  add_check(line);
  add_refresh(line);
  add_views(line);
  add_load(line);
  add_db(line);
  add_test_db(line);
  add_completion(line);
}

// "schemac: unknown command 'compil'; did you mean 'compile'?"
std::string unknown_command_hint(const CLI::App& app, int argc, char** argv) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word.starts_with('-')) continue;
    for (const std::string& name : names) {
      if (name == word) return {};
    }
    return did_you_mean(nearest_name(word, names));
  }
  return {};
}

std::string database_message(const pg::DatabaseError& error) {
  const pg::DatabaseError::Facts& facts = error.facts();
  std::string text = facts.message;
  if (!facts.detail.empty()) text += fmt::format("\n  detail: {}", facts.detail);
  if (!facts.sqlstate.empty()) text += fmt::format(" [{}]", facts.sqlstate);
  return text;
}

// A shell reports 128 + the signal for a program that a signal ended.
constexpr int exit_of_signal = 128;

int run_selected(const CommandLine& line, Context& context) {
  try {
    if (!context.options.directory.empty()) std::filesystem::current_path(context.options.directory);
    const int code = (*line.selected())(context);
    const bool errors = context.flush_diagnostics();
    return errors && code == exit_ok ? exit_error : code;
  } catch (const CommandFailed& failed) {
    return failed.exit_code;
  } catch (const Interrupted&) {
    context.flush_diagnostics();
    context.fail(
        "interrupted: the running statement was cancelled; changes that were not committed were rolled back",
        {});
  } catch (const UserError& error) {
    context.flush_diagnostics();
    context.fail(error.what(), error.hint());
    return error.exit_code();
  } catch (const pg::DatabaseError& error) {
    context.flush_diagnostics();
    context.fail(database_message(error), error.facts().hint);
  } catch (const ForeignPathError& error) {
    context.flush_diagnostics();
    context.fail(error.what(),
                 "remove it, name it on the command line, or trust everything below a folder with "
                 "SCHEMAC_TRUST=DIR");
  } catch (const OsError& error) {
    context.flush_diagnostics();
    context.fail(error.what(), {});
  } catch (const std::filesystem::filesystem_error& error) {
    context.fail(error.code().message() + ": " + error.path1().string(), {});
  } catch (const std::exception& error) {
    context.flush_diagnostics();
    context.fail(fmt::format("internal error: {}", error.what()),
                 "this is a defect of schemac; please report it");
  }
  return exit_error;
}

}  // namespace

Subcommand CommandLine::add(const std::string& name, const std::string& description, Subcommand parent) {
  CLI::App* command = (parent.app() == nullptr ? app_ : *parent.app()).add_subcommand(name, description);
  command->fallthrough();
  return Subcommand(command);
}

const CLI::App* CommandLine::chosen() const {
  const CLI::App* at = &app_;
  for (;;) {
    const std::vector<CLI::App*> below = at->get_subcommands();
    if (below.empty()) return at;
    at = below.back();
  }
}

const CommandLine::Run* CommandLine::selected() const {
  const auto found = runs_.find(chosen());
  return found == runs_.end() ? nullptr : &found->second;
}

std::vector<std::string> CommandLine::named_files() const {
  std::vector<std::string> files;
  for (const CLI::Option* option : chosen()->get_options()) {
    const std::string type = option->get_type_name();
    if (type == "FILE" || type == "STATE")
      files.insert(files.end(), option->results().begin(), option->results().end());
  }
  return files;
}

void define(CommandLine& line, GlobalOptions& options) {
  CLI::App& app = line.app();
  app.set_version_flag("--version", version_line());
  app.require_subcommand(0, 1);
  app.fallthrough();
  add_global_options(app, options);
  add_commands(line);
}

std::string CommandLine::misplaced_password() const {
  for (const CLI::App* app : {static_cast<const CLI::App*>(&app_), chosen()}) {
    for (const CLI::Option* option : app->get_options()) {
      const std::string type = option->get_type_name();
      if (type == "URL" || type == "STATE" || type == "COMMAND") continue;
      for (const std::string& value : option->results()) {
        std::error_code error;
        if (pg::holds_password(value) && !std::filesystem::exists(value, error))
          return option->get_name(false, true);
      }
    }
  }
  return {};
}

int main(int argc, char** argv) {
  std::signal(SIGPIPE,
              SIG_DFL);  // NOLINT(bugprone-unused-return-value): `schemac … | head` ends like any filter
  try {
    Context context({argv + 1, argv + argc});
    CLI::App app("Compile LinkML and SQL sources to PostgreSQL migrations", "schemac");
    CommandLine line(app);
    define(line, context.options);
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
      const std::string hint = unknown_command_hint(app, argc, argv);
      context.fail(error.what(), hint.empty() ? "schemac --help lists the commands" : hint);
      return exit_usage;
    }
    if (line.selected() == nullptr) {
      std::fputs(app.help().c_str(), stderr);
      return exit_usage;
    }
    if (const std::string misplaced = line.misplaced_password(); !misplaced.empty()) {
      context.fail(fmt::format("the value of {} looks like a database URL with a password", misplaced),
                   "name the database with --database-url, or as a STATE");
      return exit_usage;
    }
    context.options.named_files = line.named_files();
    install_interrupt_handlers();
    const int code = run_selected(line, context);
    return code != exit_ok && interrupt_flag() ? exit_of_signal + interrupt_signal() : code;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "schemac: error: %s\n", pg::hide_passwords(error.what()).c_str());
    return exit_error;
  }
}

}  // namespace schemac::cli
