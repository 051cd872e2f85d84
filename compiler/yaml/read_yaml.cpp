#include "yaml/read_yaml.h"

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <streambuf>

#include <fmt/format.h>

#include "yaml/read_yaml_fast.h"
#include "yaml/tree_builder.h"

namespace schemac::yaml {
namespace {

class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // NOLINT: the get area is only read
    setg(begin, begin, begin + text.size());
  }
};

class YamlCppEvents : public YAML::EventHandler {
 public:
  explicit YamlCppEvents(TreeBuilder& to) : to_(to) {}

  void OnDocumentStart(const YAML::Mark& mark) override { to_.begin_document(place(mark)); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { to_.null(place(mark), anchor); }
  void OnScalar(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                const std::string& scalar) override {
    to_.scalar(place(mark), anchor, scalar);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    to_.open(Value::Type::list, place(mark), anchor);
  }
  void OnSequenceEnd() override { to_.close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    to_.open(Value::Type::map, place(mark), anchor);
  }
  void OnMapEnd() override { to_.close(); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override { to_.alias(place(mark), anchor); }

 private:
  static std::size_t place(const YAML::Mark& mark) {
    return mark.pos < 0 ? TreeBuilder::nowhere : static_cast<std::size_t>(mark.pos);
  }
  TreeBuilder& to_;
};

// yaml-cpp treats byte 4 as the end of the file and passes broken UTF-8 through. False after an error.
bool check_bytes(std::string_view text, std::uint32_t shift, FileId file, Diagnostics& diagnostics) {
  const auto place = [&](std::size_t i) {
    const auto begin = static_cast<std::uint32_t>(i) + shift;
    return Span{file, begin, begin + 1};
  };
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    diagnostics.error("not-utf8", place(0), "this file is UTF-16", "save it as UTF-8");
    return false;
  }
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte < 0x7F) {
      ++i;
    } else if (byte < 0x80) {
      if (byte != '\t' && byte != '\n' && byte != '\r' && byte != 0x7F) {
        diagnostics.error("control-character", place(i), fmt::format("control character 0x{:02X}", byte),
                          "remove it, or write it as an escape in a double-quoted scalar");
        return false;
      }
      ++i;
    } else {
      const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
      bool good = byte >= 0xC2 && byte <= 0xF4 && i + length <= text.size();
      for (std::size_t k = 1; good && k < length; ++k) {
        good = (static_cast<unsigned char>(text[i + k]) & 0xC0U) == 0x80U;
      }
      if (!good) {
        diagnostics.error("not-utf8", place(i), fmt::format("byte 0x{:02X} is not UTF-8", byte),
                          "save the file as UTF-8");
        return false;
      }
      i += length;
    }
  }
  return true;
}

}  // namespace

// Whether there is a tab in the indentation of the line that contains `at`.
bool is_tab_before(std::string_view text, std::size_t at) {
  const std::size_t line = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
  const std::size_t content = std::min(text.find_first_not_of(" \t", line), text.size());
  return text.substr(line, content - line).find('\t') != std::string_view::npos;
}

YamlDocument read_yaml(std::string_view text, FileId file, Diagnostics& diagnostics, YamlParser parser) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  std::uint32_t shift = 0;
  if (text.starts_with(byte_order_mark)) {
    shift = byte_order_mark.size();
    text.remove_prefix(shift);
  }
  YamlDocument document;
  if (!check_bytes(text, shift, file, diagnostics)) {
    document.complete = false;
    return document;
  }
  if (parser == YamlParser::fastest) {
    if (auto root = read_yaml_fast(text, shift, file, diagnostics)) {
      document.root = std::move(*root);
      return document;
    }
  }
  TreeBuilder builder(text, shift, file, diagnostics);
  try {
    ViewBuffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser events_of(stream);
    YamlCppEvents events(builder);
    while (events_of.HandleNextDocument(events)) {
    }
  } catch (const StopParsing&) {
    document.complete = false;
  } catch (const YAML::DeepRecursion&) {
    document.complete = false;
    builder.report_depth();
  } catch (const YAML::Exception& error) {
    document.complete = false;
    const std::size_t begin =
        error.mark.pos < 0 ? text.size()
                           : std::min<std::size_t>(static_cast<std::size_t>(error.mark.pos), text.size());
    const auto place = static_cast<std::uint32_t>(begin) + shift;
    const bool alias = error.msg.find("anchor") != std::string::npos;
    Diagnostic& diagnostic =
        diagnostics.error(alias ? "unknown-alias" : "yaml-syntax", {file, place, place + 1},
                          // Newer versions of yaml-cpp add the name, which the line shows anyway.
                          alias ? error.msg.substr(0, error.msg.find(':')) : error.msg,
                          is_tab_before(text, begin) ? "indent with spaces, not with tabs"
                          : alias                    ? "define an anchor before its aliases"
                                  : "check the brackets, quotes and indentation here and above");
    const Span open = builder.innermost();
    if (error.msg.find("not found") != std::string::npos && open.known()) {
      diagnostic.notes.push_back({open, "opened here"});
    }
  }
  document.root = builder.take_root();
  return document;
}

}  // namespace schemac::yaml
