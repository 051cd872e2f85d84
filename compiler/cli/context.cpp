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

// Where caches go when there is no project folder to hold them.
fs::path user_cache_folder() {
  if (const char* xdg = std::getenv("XDG_CACHE_HOME"); xdg != nullptr && *xdg == '/')
    return fs::path(xdg) / "schemac";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
    return fs::path(home) / ".cache" / "schemac";
  return fs::temp_directory_path() / fmt::format("schemac-cache-{}", ::getuid());
}

}  // namespace

TerminalReporter::TerminalReporter(const GlobalOptions& options)
    : options_(options), terminal_(::isatty(STDERR_FILENO) != 0) {}

TerminalReporter::~TerminalReporter() { clear_progress(); }

void TerminalReporter::clear_progress() {
  if (std::exchange(progress_shown_, false)) write_all(stderr, "\r\x1b[K");
}

void TerminalReporter::message(const std::string& text) {
  if (options_.quiet) return;
  clear_progress();
  write_all(stderr, text + "\n");
}

void TerminalReporter::detail(const std::string& text) {
  if (options_.verbose) message(text);
}

void TerminalReporter::explain(const std::string& text) {
  if (options_.explain) message("explain: " + text);
}

void TerminalReporter::progress(const std::string& text) {
  if (!terminal_ || options_.quiet) return;
  write_all(stderr, "\r\x1b[K" + text);
  progress_shown_ = true;
}

Context::Context() : reporter_(options) {}

bool Context::color_for(int fd) const {
  if (options.color != "auto") return options.color == "always";
  return ::isatty(fd) != 0 && std::getenv("NO_COLOR") == nullptr;
}

run::Environment& Context::environment(ProjectFile need) {
  if (environment_) return *environment_;
  const fs::path here = fs::current_path();
  Project project;
  std::optional<fs::path> file;
  if (!options.project_file.empty()) {
    file = here / options.project_file;
    if (!files_.exists(*file)) {
      throw run::UserError(fmt::format("no project file {}", options.project_file),
                           "`schemac init` writes one");
    }
  } else if (options.schema.empty()) {
    file = find_project_file(here, files_);
  }
  if (file) {
    project = read_project(*file, files_, sources_, diagnostics_);
    if (diagnostics_.has_errors()) stop_on_errors();
  } else if (options.schema.empty() && need == ProjectFile::required) {
    throw run::UserError("no schemac.yaml here or in any folder above",
                         "`schemac init` writes one; -c FILE names another");
  } else {
    project.folder = here;
    project.build = user_cache_folder().string();
    project.hooks.clear();  // a folder of that name in some working directory is nobody's wish to run SQL
    project.name = "schemac";
  }
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
  project.lower.storage = false;  // the one command that loads data asks for it
  environment_.emplace(
      run::Environment{files_, sources_, diagnostics_, reporter_, std::move(project), options.database_url});
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
    for (const Diagnostic& diagnostic : diagnostics_.items()) list.push_back(to_json(diagnostic, sources_));
    print_json({{"diagnostics", list}});
  } else {
    std::string text;
    std::size_t hidden = 0;
    for (const Diagnostic& diagnostic : diagnostics_.items()) {
      if (shown(diagnostic)) {
        text += render(diagnostic, sources_, color_for(STDERR_FILENO));
      } else if (diagnostic.severity == Severity::note) {
        ++hidden;
      }
    }
    if (hidden > 0 && !options.quiet) {
      text += fmt::format("{} {} about what PostgreSQL cannot say or what was adjusted: --explain lists {}\n",
                          hidden, hidden == 1 ? "note" : "notes", hidden == 1 ? "it" : "them");
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
    one.error("failed", {}, message, hint);
    print_json({{"diagnostics", nlohmann::json::array({to_json(one.items().front(), sources_)})}});
    return;
  }
  const bool color = color_for(STDERR_FILENO);
  write_all(stderr,
            fmt::format("{}schemac: error:{} {}\n{}", color ? "\x1b[1;31m" : "", color ? "\x1b[0m" : "",
                        message, hint.empty() ? std::string() : fmt::format("  hint: {}\n", hint)));
}

}  // namespace schemac::cli
