#include "compile/depfile.h"

namespace schemac {

namespace {

// '#' and ' ' get a backslash, and backslashes directly before them are doubled; '$' is doubled. Make cannot
// express a line end in a name: such a file cannot be watched, and gets the nearest text that parses.
std::string escaped(const std::string& name) {
  std::string out;
  std::size_t backslashes = 0;
  for (const char c : name) {
    if (c == ' ' || c == '#') {
      out.append(backslashes, '\\');
      out += '\\';
    }
    backslashes = c == '\\' ? backslashes + 1 : 0;
    if (c == '$') out += '$';
    out += c == '\n' || c == '\r' ? '?' : c;
  }
  return out;
}

}  // namespace

std::string depfile_text(const std::string& target, const std::vector<std::filesystem::path>& sources) {
  std::string text = escaped(target) + ":";
  for (const std::filesystem::path& source : sources) text += " \\\n  " + escaped(source.string());
  return text + "\n";
}

}  // namespace schemac
