#include "cli/context.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace schemac::cli {
namespace {

namespace fs = std::filesystem;

void write_all(FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
}

// The folder for caches without a project folder. In the temporary folder another user may have created that
// name first: then Files::check() refuses it.
fs::path user_cache_folder() {
  if (const char* xdg = std::getenv("XDG_CACHE_HOME"); xdg != nullptr && *xdg == '/')
    return fs::path(xdg) / "schemac";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
    return fs::path(home) / ".cache" / "schemac";
  return fs::temp_directory_path() / fmt::format("schemac-cache-{}", ::getuid());
}

// A file that the user names is trusted. The owner of a trusted project or schema is also trusted with the
// files beside it: hooks, migrations, modules.
Trust trust_of(const GlobalOptions& options, const fs::path& here) {
  Trust trust = Trust::of_process();
  trust.add_place(here);
  if (!options.project_file.empty()) trust.add_place((here / options.project_file).parent_path());
  if (!options.directory.empty()) trust.add_named(here);
  for (const std::string* with_others : {&options.project_file, &options.schema}) {
    if (with_others->empty()) continue;
    trust.add_named(*with_others);
    add_owner(trust, *with_others);
  }
  for (const std::string& file : options.manifests) trust.add_named(file);
  for (const std::string& file : options.named_files) trust.add_named(file);
  return trust;
}

void refuse_foreign(const fs::path& file, const Trust& trust) {
  if (owner_is_trusted(file, trust)) return;
  throw UserError(
      fmt::format("refusing {}: it was found by searching upwards and belongs to user {}", file.string(),
                  owner_name(file)),
      fmt::format("use it with -c {}, or set SCHEMAC_TRUST={} to trust everything below that folder",
                  file.string(), file.parent_path().string()));
}

// A diagnostic as JSON: its texts.
nlohmann::json without_passwords(nlohmann::json json, const pg::KnownPasswords& passwords) {
  for (nlohmann::json& value : json) {
    if (value.is_string()) {
      value = passwords.hide(value.get<std::string>());
    } else if (value.is_structured()) {
      value = without_passwords(std::move(value), passwords);
    }
  }
  return json;
}

}  // namespace

TerminalReporter::TerminalReporter(const GlobalOptions& options, const pg::KnownPasswords& passwords)
    : options_(options), passwords_(passwords), terminal_(::isatty(STDERR_FILENO) != 0) {}

TerminalReporter::~TerminalReporter() { clear_progress(); }

void TerminalReporter::clear_progress() {
  if (std::exchange(progress_shown_, false)) write_all(stderr, "\r\x1b[K");
}

void TerminalReporter::message(const std::string& text) {
  if (options_.quiet) return;
  clear_progress();
  write_all(stderr, passwords_.hide(text) + "\n");
}

void TerminalReporter::detail(const std::string& text) {
  if (options_.verbose) message(text);
}

void TerminalReporter::explain(const std::string& text) {
  if (options_.explain) message("explain: " + text);
}

void TerminalReporter::progress(const std::string& text) {
  if (!terminal_ || options_.quiet) return;
  write_all(stderr, "\r\x1b[K" + passwords_.hide(text));
  progress_shown_ = true;
}

Context::Context(const std::vector<std::string>& arguments) : reporter_(options, passwords_) {
  for (const std::string& argument : arguments) passwords_.learn(argument);
}

bool Context::color_for(int fd) const {
  if (options.color != "auto") return options.color == "always";
  return ::isatty(fd) != 0 && std::getenv("NO_COLOR") == nullptr;
}

Environment& Context::environment(ProjectFile need) {
  if (environment_) return *environment_;
  const fs::path here = fs::current_path();
  const Trust trust = trust_of(options, here);
  files_.check_owners(trust);
  Project project;
  std::optional<fs::path> file;
  if (!options.project_file.empty()) {
    file = here / options.project_file;
    if (!files_.exists(*file)) {
      throw UserError(fmt::format("no project file {}", options.project_file), "`schemac init` writes one");
    }
  } else if (options.schema.empty()) {
    file = find_project_file(here, files_);
    if (file) refuse_foreign(*file, trust);
  }
  if (file) {
    passwords_.learn_lines(files_.read(*file));
    project = read_project(*file, files_, sources_, diagnostics_);
    if (diagnostics_.has_errors()) stop_on_errors();
  } else if (options.schema.empty() && need == ProjectFile::required) {
    throw UserError("no schemac.yaml here or in any folder above",
                    "`schemac init` writes one; -c FILE names another");
  } else {
    project.folder = here;
    project.build = user_cache_folder().string();
    project.hooks.clear();  // without a project file, a folder of that name must not run SQL
    project.name = "schemac";
  }
  if (const char* const url = std::getenv(project.database.url_env.c_str())) passwords_.learn(url);
  if (!options.schema.empty()) {
    project.linkml = {fs::absolute(options.schema).string()};
    project.sql.clear();
    project.name = fs::path(options.schema).stem().string();
  }
  if (!options.build.empty()) project.build = fs::absolute(options.build).string();
  if (!options.server_key.empty()) project.server_key = options.server_key;
  for (const std::string& manifest : options.manifests) {
    project.depends.push_back(fs::absolute(manifest).string());
  }
  project.lower.storage = false;  // only `load` needs it
  environment_.emplace(
      Environment{files_, sources_, diagnostics_, reporter_, std::move(project), options.database_url});
  return *environment_;
}

void Context::print(std::string_view text) {
  reporter_.progress("");
  printed_ = true;
  write_all(stdout, text);
}

void Context::print_json(const nlohmann::json& json) {
  print(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

void Context::print_ordered_json(const nlohmann::ordered_json& json) {
  print(json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

bool Context::flush_diagnostics() {
  const bool errors = diagnostics_.has_errors();
  diagnostics_.sort(sources_);
  const auto shown = [&](const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::error ||
           (diagnostic.severity == Severity::warning && !options.quiet) || options.explain;
  };
  if (json() && !printed_ && errors) {
    nlohmann::json list = nlohmann::json::array();
    for (const Diagnostic& diagnostic : diagnostics_.items()) {
      list.push_back(without_passwords(to_json(diagnostic, sources_), passwords_));
    }
    print_json({{"diagnostics", list}});
  } else {
    std::string text;
    std::size_t hidden = 0;
    for (const Diagnostic& diagnostic : diagnostics_.items()) {
      if (shown(diagnostic)) {
        text += passwords_.hide(render(diagnostic, sources_, color_for(STDERR_FILENO)));
      } else if (diagnostic.severity == Severity::note) {
        ++hidden;
      }
    }
    if (hidden > 0 && !options.quiet) {
      text += fmt::format("{} {} about what was adjusted or cannot be enforced: --explain lists {}\n", hidden,
                          hidden == 1 ? "note" : "notes", hidden == 1 ? "it" : "them");
    }
    if (errors) {
      text += fmt::format("{} {}\n", diagnostics_.error_count(),
                          diagnostics_.error_count() == 1 ? "error" : "errors");
    }
    write_all(stderr, text);
  }
  diagnostics_ = Diagnostics();
  return errors;
}

void Context::stop_on_errors() {
  if (!diagnostics_.has_errors()) return;
  flush_diagnostics();
  throw CommandFailed{};
}

void Context::fail(const std::string& message, const std::string& hint) {
  reporter_.progress("");
  if (json() && !printed_) {
    Diagnostics one;
    one.error("failed", {}, passwords_.hide(message), passwords_.hide(hint));
    print_json({{"diagnostics", nlohmann::json::array({to_json(one.items().front(), sources_)})}});
    return;
  }
  const bool color = color_for(STDERR_FILENO);
  write_all(stderr,
            fmt::format("{}schemac: error:{} {}\n{}", color ? "\x1b[1;31m" : "", color ? "\x1b[0m" : "",
                        passwords_.hide(message),
                        hint.empty() ? std::string() : fmt::format("  hint: {}\n", passwords_.hide(hint))));
}

}  // namespace schemac::cli
