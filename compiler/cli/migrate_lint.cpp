// lint.
#include <filesystem>
#include <map>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/version.h"
#include "history/lint.h"
#include "sqlfile/lexer.h"

namespace schemac::cli {
namespace {

std::vector<Migration> read_files(Context& context, Environment& environment,
                                  const std::vector<std::string>& names) {
  std::vector<std::pair<std::filesystem::path, std::string>> files;  // path, as shown
  files.reserve(names.size());
  for (const std::string& name : names) files.emplace_back(std::filesystem::absolute(name), name);
  if (names.empty()) {
    const std::filesystem::path folder = environment.project.path(environment.project.migrations);
    if (context.files().is_folder(folder)) {
      for (const std::filesystem::path& file : context.files().list(folder, ".sql")) {
        files.emplace_back(
            file, (std::filesystem::path(environment.project.migrations) / file.lexically_relative(folder))
                      .generic_string());
      }
    }
  }
  std::vector<Migration> migrations;
  for (const auto& [path, shown] : files) {
    const FileId id = context.sources().add(shown, normalise_text(context.files().read(path)));
    std::optional<Migration> migration =
        parse_migration(context.sources().text(id), path.filename().string(), id, context.diagnostics());
    if (migration) migrations.push_back(std::move(*migration));
  }
  context.stop_on_errors();
  return migrations;
}

nlohmann::json finding_json(const SourceMap& sources, const LintFinding& finding) {
  const Position position = sources.locate(finding.span);
  return {{"code", finding.hazard.code},
          {"message", finding.hazard.message},
          {"advice", finding.hazard.advice},
          {"object", finding.hazard.object.text()},
          {"destructive", finding.hazard.destructive},
          {"revision", finding.revision},
          {"step", finding.step},
          {"path", std::string(position.path)},
          {"line", position.line},
          {"column", position.column}};
}

// SARIF 2.1.0, which code hosts show beside the changed lines.
nlohmann::json sarif(const SourceMap& sources, const std::vector<LintFinding>& findings) {
  std::map<std::string, std::string> advice;
  nlohmann::json results = nlohmann::json::array();
  for (const LintFinding& finding : findings) {
    advice.emplace(finding.hazard.code, finding.hazard.advice);
    const Position begin = sources.locate(finding.span);
    const Position end = sources.locate({finding.span.file, finding.span.end, finding.span.end});
    results.push_back({{"ruleId", finding.hazard.code},
                       {"level", finding.hazard.destructive ? "error" : "warning"},
                       {"message", {{"text", finding.hazard.message + " " + finding.hazard.advice}}},
                       {"locations",
                        {{{"physicalLocation",
                           {{"artifactLocation", {{"uri", std::string(begin.path)}}},
                            {"region",
                             {{"startLine", begin.line},
                              {"startColumn", begin.column},
                              {"endLine", end.line},
                              {"endColumn", end.column}}}}}}}}});
  }
  nlohmann::json rules = nlohmann::json::array();
  for (const auto& [code, text] : advice) rules.push_back({{"id", code}, {"help", {{"text", text}}}});
  return {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
          {"version", "2.1.0"},
          {"runs",
           {{{"tool", {{"driver", {{"name", "schemac"}, {"version", version()}, {"rules", rules}}}}},
             {"results", results}}}}};
}

int lint(Context& context, const std::vector<std::string>& names) {
  const std::string& format = context.options.format;
  if (format != "text" && format != "json" && format != "sarif") {
    throw UserError(fmt::format("lint has no format {}", format), "text, json or sarif", exit_usage);
  }
  Environment& environment =
      context.environment(names.empty() ? Context::ProjectFile::required : Context::ProjectFile::optional);
  LintOptions options;
  options.lock_timeout = environment.project.database.lock_timeout;
  std::vector<LintFinding> findings;
  for (const Migration& migration : read_files(context, environment, names)) {
    std::vector<LintFinding> found = lint(migration, options);
    findings.insert(findings.end(), std::make_move_iterator(found.begin()),
                    std::make_move_iterator(found.end()));
  }
  if (format == "sarif") {
    context.print_json(sarif(context.sources(), findings));
  } else if (format == "json") {
    nlohmann::json list = nlohmann::json::array();
    for (const LintFinding& finding : findings) list.push_back(finding_json(context.sources(), finding));
    context.print_json({{"hazards", list}});
  } else {
    for (const LintFinding& finding : findings) {
      const Position position = context.sources().locate(finding.span);
      context.print(fmt::format("{}:{}:{}: {}: {}\n    {}\n", position.path, position.line, position.column,
                                finding.hazard.code, finding.hazard.message, finding.hazard.advice));
    }
    context.reporter().message(findings.empty()       ? "no hazards"
                               : findings.size() == 1 ? "1 hazard"
                                                      : fmt::format("{} hazards", findings.size()));
  }
  return findings.empty() ? exit_ok : exit_difference;
}

}  // namespace

void add_lint(CommandLine& line) {
  auto files = std::make_shared<std::vector<std::string>>();
  Subcommand command =
      line.add("lint", "Print the hazards of migrations: locks, rewrites, data loss, unsafe casts");
  command->add_option("files", *files, "Read these migration files (default: all of the project)")
      ->type_name("FILE");
  command->footer(
      "Exit code: 0 no hazards, 2 hazards, 1 a file that cannot be read. Formats: text, json, sarif.\n"
      "A comment in a step accepts a hazard: -- lint: allow CODE");
  line.on(command, [files](Context& context) { return lint(context, *files); });
}

}  // namespace schemac::cli
