#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "catalog/in_words.h"
#include "cli/commands.h"
#include "revise/check.h"

namespace schemac::cli {
namespace {

int run_check(Context& context) {
  const CheckReport report = check(context.environment());
  const bool errors = context.diagnostics().has_errors();
  if (report.differences.empty()) context.stop_on_errors();
  if (context.json()) {
    nlohmann::json list = nlohmann::json::array();
    for (const CheckDifference& difference : report.differences) {
      list.push_back({{"kind", difference.kind},
                      {"revision", difference.revision},
                      {"object", difference.object},
                      {"attribute", difference.attribute},
                      {"expected", difference.expected},
                      {"found", difference.found},
                      {"message", difference.message}});
    }
    context.print_json(
        {{"differences", list}, {"unmanaged", report.unmanaged}, {"database", report.database}});
  } else {
    std::string text;
    for (const CheckDifference& difference : report.differences) {
      text += fmt::format("{}: {}\n", difference.kind, difference.message);
    }
    context.print(text);
    for (const std::string& object : report.unmanaged) {
      const std::optional<ObjectId> id = parse_object_id(object);
      context.reporter().message(fmt::format("unmanaged: {}", id ? in_words(*id) : object));
    }
    if (errors) return exit_error;  // the errors are printed at the end of the command
    context.reporter().message(
        report.differences.empty()
            ? "the database is at head and has no drift, and the migrations match the sources"
            : fmt::format("{} difference{}", report.differences.size(),
                          report.differences.size() == 1 ? "" : "s"));
  }
  if (errors) return exit_error;
  return report.differences.empty() ? exit_ok : exit_difference;
}

}  // namespace

void add_check(CommandLine& line) {
  line.on(
      line.add("check",
               "Compare the database with the migrations, and the migrations with the sources (exit code 2: "
               "they differ)"),
      run_check);
}

}  // namespace schemac::cli
