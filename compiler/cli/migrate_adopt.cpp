// adopt.
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "run/adopt.h"

namespace schemac::cli {
namespace {

int adopt(Context& context, const std::string& message) {
  run::Environment& environment = context.environment();
  const run::Adopted adopted = run::adopt(environment, run::target_url(environment), message);
  context.stop_on_errors();
  if (context.json()) {
    nlohmann::json versions = nlohmann::json::array();
    for (const run::ForeignVersion& version : adopted.versions) {
      versions.push_back({{"tool", version.tool},
                          {"table", version.relation},
                          {"revision", version.revision ? nlohmann::json(*version.revision) : nullptr}});
    }
    context.print_json({{"migrations",
                         {{{"revision", adopted.migration.revision},
                           {"message", adopted.migration.message},
                           {"path", adopted.path},
                           {"proved", adopted.migration.proved},
                           {"creates", adopted.migration.creates}}}},
                        {"adopted", versions},
                        {"database", adopted.database}});
    return exit_ok;
  }
  context.print(adopted.path + "\n");
  for (const run::ForeignVersion& version : adopted.versions) {
    context.reporter().message(fmt::format("{}: {} is at {}; the table is left alone", version.tool,
                                           version.relation, version.revision.value_or("no revision")));
  }
  context.reporter().message(fmt::format("{} objects are managed now; proved {}",
                                         adopted.migration.creates.size(), adopted.migration.proved));
  return exit_ok;
}

}  // namespace

void add_adopt(CommandLine& line) {
  auto message = std::make_shared<std::string>();
  CLI::App* command =
      line.add("adopt", "Take over an existing database: a baseline migration, recorded as applied");
  command->add_option("-m,--message", *message, "What it is (default: baseline)");
  line.on(command, [message](Context& context) { return adopt(context, *message); });
}

}  // namespace schemac::cli
