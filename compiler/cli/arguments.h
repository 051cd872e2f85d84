// What a command takes: options, flags and arguments, declared on handles over CLI11, whose header takes five
// seconds to compile and is included by app.cpp, arguments.cpp and completion.cpp alone. Handles are cheap to
// copy and refer to what the command line owns; the variables that an option fills must live as long as that.
#pragma once
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace schemac::cli {

class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}
  Option* operator->() { return this; }
  const Option* operator->() const { return this; }

  Option type_name(const std::string& name) const;  // of its value, in the help: "FILE"
  Option one_of(const std::vector<std::string>& values) const;
  Option delimiter(char separator) const;       // between the values of a list
  Option group(const std::string& name) const;  // heading in the help; empty: not listed
  Option required() const;
  Option needs(const Option& other) const;
  Option excludes(const Option& other) const;
  bool is_given() const;

 private:
  CLI::Option* option_;
};

class Subcommand {
 public:
  Subcommand() = default;
  explicit Subcommand(CLI::App* app) : app_(app) {}
  Subcommand* operator->() { return this; }
  const Subcommand* operator->() const { return this; }

  // name: "--check", "-j,--jobs", or "view" for an argument. An empty help: not listed.
  Option add_option(const std::string& name, std::string& value, const std::string& help = {}) const;
  Option add_option(const std::string& name, std::optional<std::string>& value,
                    const std::string& help = {}) const;
  Option add_option(const std::string& name, std::vector<std::string>& values,
                    const std::string& help = {}) const;
  Option add_option(const std::string& name, int& value, const std::string& help = {}) const;
  Option add_option(const std::string& name, unsigned& value, const std::string& help = {}) const;
  Option add_flag(const std::string& name, bool& value, const std::string& help = {}) const;
  void group(const std::string& name) const;  // heading in the help; empty: not listed
  void require_subcommand(int count) const;
  void footer(const std::string& text) const;
  void allow_extras(bool allowed) const;
  Option global_option(const std::string& name) const;  // one of those that all commands take
  CLI::App* app() const { return app_; }

 private:
  CLI::App* app_ = nullptr;
};

}  // namespace schemac::cli
