#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/commands.h"

namespace schemac::cli {
namespace {

// Commands and their options, read from the parser, so that completion is always complete.
struct Words {
  std::vector<std::string> commands;
  std::vector<std::pair<std::string, std::string>> options;  // command path -> options, space separated
};

void collect(const CLI::App& app, const std::string& path, Words& words) {
  std::string options;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_snames()) options += " -" + name;
    for (const std::string& name : option->get_lnames()) options += " --" + name;
  }
  std::string subcommands;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_group().empty()) continue;
    if (path.empty()) words.commands.push_back(command->get_name());
    subcommands += " " + command->get_name();
    collect(*command, path.empty() ? command->get_name() : path + " " + command->get_name(), words);
  }
  words.options.emplace_back(path, path.empty() ? options : subcommands + options);
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string bash_script(const Words& words) {
  std::string cases;
  for (const auto& [path, options] : words.options) {
    if (path.empty() || path.find(' ') != std::string::npos) continue;
    cases += fmt::format("    {}) words=\"{}\" ;;\n", path, options.substr(options.empty() ? 0 : 1));
  }
  return fmt::format(R"sh(# schemac completion for bash: eval "$(schemac completion bash)"
_schemac() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" command="" words="" word
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case "$word" in -*) ;; *) command="$word"; break ;; esac
  done
  case "$command" in
    "") words="{}{}" ;;
{}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [ ${{#COMPREPLY[@]}} -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}}
complete -F _schemac schemac
)sh",
                     join(words.commands), words.options.back().second, cases);
}

std::string fish_script(const Words& words) {
  std::string text = "# schemac completion for fish: schemac completion fish | source\n";
  text += fmt::format("complete -c schemac -n __fish_use_subcommand -f -a '{}'\n", join(words.commands));
  for (const auto& [path, options] : words.options) {
    if (path.empty() || path.find(' ') != std::string::npos) continue;
    text += fmt::format("complete -c schemac -n '__fish_seen_subcommand_from {}' -a '{}'\n", path,
                        options.substr(options.empty() ? 0 : 1));
  }
  return text;
}

int completion(Context& context, const CLI::App& app, const std::string& shell) {
  Words words;
  collect(app, "", words);
  if (shell == "bash") {
    context.print(bash_script(words));
  } else if (shell == "zsh") {
    context.print("#compdef schemac\nautoload -U +X bashcompinit && bashcompinit\n" + bash_script(words));
  } else {
    context.print(fish_script(words));
  }
  return exit_ok;
}

}  // namespace

void add_completion(CommandLine& line) {
  auto shell = std::make_shared<std::string>();
  const Subcommand command = line.add("completion", "Print a completion script");
  command->add_option("shell", *shell, "Print the script for this shell")
      ->required()
      ->one_of({"bash", "zsh", "fish"});
  line.on(command, [shell, &line](Context& context) { return completion(context, line.app(), *shell); });
}

}  // namespace schemac::cli
