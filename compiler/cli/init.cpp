#include <filesystem>

#include <fmt/format.h>

#include "catalog/name_style.h"
#include "cli/commands.h"

namespace schemac::cli {
namespace {

constexpr std::string_view project_template =
    R"(# Every key but name may be left out; the values shown are the defaults.
name: {name}
linkml: []                  # root modules, for example [schemas/{name}.yaml]
sql: []                     # .sql files or folders of them, for example [sql]
migrations: migrations
build: build/schemac        # compiled objects, manifest, caches
# namespaces: [public]      # namespaces that the project manages; default: those of its objects
database:
  url_env: DATABASE_URL     # the environment variable that names the database
  url_required: false       # true: an unset variable is an error; false: the embedded server is used
  min_version: 15
  lock_timeout: 5s
  statement_timeout: 0
  scratch: auto             # auto, target, embedded, or a URL
# external: [auth.users]    # relations that sources read and another project owns
linkml_options:
  naming: snake_case        # or preserve
  slot_scope: global        # or module
  references: enforced      # or unchecked
)";

int init(Context& context) {
  const std::filesystem::path file = std::filesystem::current_path() / "schemac.yaml";
  if (context.files().exists(file)) throw UserError("schemac.yaml already exists");
  const std::string name = snake_case(std::filesystem::current_path().filename().string());
  context.files().write_if_changed(file, fmt::format(fmt::runtime(project_template), fmt::arg("name", name)));
  context.print("schemac.yaml\n");
  return exit_ok;
}

}  // namespace

void add_init(CommandLine& line) {
  line.on(line.add("init", "Write a commented schemac.yaml"), [](Context& context) { return init(context); });
}

}  // namespace schemac::cli
