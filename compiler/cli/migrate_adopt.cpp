// adopt.
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "revise/adopt.h"

namespace schemac::cli {
namespace {

int adopt(Context& context, const std::string& message) {
  Environment& environment = context.environment();
  const Adopted adopted = adopt(environment, target_url(environment), message);
  context.stop_on_errors();
  if (context.json()) {
    nlohmann::json versions = nlohmann::json::array();
    for (const ForeignVersion& version : adopted.versions) {
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
  for (const ForeignVersion& version : adopted.versions) {
    context.reporter().message(fmt::format("{}: {} is at {}; the table is not changed", version.tool,
                                           version.relation, version.revision.value_or("no revision")));
  }
  context.reporter().message(fmt::format("{} objects are managed now; proved {}",
                                         adopted.migration.creates.size(), adopted.migration.proved));
  return exit_ok;
}

}  // namespace

void add_adopt(CommandLine& line) {
  auto message = std::make_shared<std::string>();
  Subcommand command =
      line.add("adopt", "Write a baseline migration for an existing database and record it as applied");
  command->add_option("-m,--message", *message, "Set the message (default: baseline)");
  line.on(command, [message](Context& context) { return adopt(context, *message); });
}

}  // namespace schemac::cli
