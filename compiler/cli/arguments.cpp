#include "cli/arguments.h"

#include <CLI/CLI.hpp>

namespace schemac::cli {

Option Option::type_name(const std::string& name) const { return Option(option_->type_name(name)); }
Option Option::one_of(const std::vector<std::string>& values) const {
  return Option(option_->check(CLI::IsMember(values)));
}
Option Option::delimiter(char separator) const { return Option(option_->delimiter(separator)); }
Option Option::group(const std::string& name) const { return Option(option_->group(name)); }
Option Option::required() const { return Option(option_->required()); }
Option Option::needs(const Option& other) const { return Option(option_->needs(other.option_)); }
Option Option::excludes(const Option& other) const { return Option(option_->excludes(other.option_)); }
bool Option::is_given() const { return option_->count() > 0; }

Option Subcommand::add_option(const std::string& name, std::string& value, const std::string& help) const {
  return Option(app_->add_option(name, value, help));
}
Option Subcommand::add_option(const std::string& name, std::optional<std::string>& value,
                              const std::string& help) const {
  return Option(app_->add_option(name, value, help));
}
Option Subcommand::add_option(const std::string& name, std::vector<std::string>& values,
                              const std::string& help) const {
  return Option(app_->add_option(name, values, help));
}
Option Subcommand::add_option(const std::string& name, int& value, const std::string& help) const {
  return Option(app_->add_option(name, value, help));
}
Option Subcommand::add_option(const std::string& name, unsigned& value, const std::string& help) const {
  return Option(app_->add_option(name, value, help));
}
Option Subcommand::add_flag(const std::string& name, bool& value, const std::string& help) const {
  return Option(app_->add_flag(name, value, help));
}
void Subcommand::group(const std::string& name) const { app_->group(name); }
void Subcommand::require_subcommand(int count) const { app_->require_subcommand(count); }
void Subcommand::footer(const std::string& text) const { app_->footer(text); }
void Subcommand::allow_extras(bool allowed) const { app_->allow_extras(allowed); }
Option Subcommand::global_option(const std::string& name) const {
  return Option(app_->get_parent()->get_option(name));
}

}  // namespace schemac::cli
