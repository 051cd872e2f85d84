#include "compile/project.h"

#include <algorithm>
#include <array>
#include <functional>

#include <fmt/format.h>

#include "sqlfile/statement.h"
#include "yaml/read_yaml.h"

namespace schemac {

namespace {

namespace fs = std::filesystem;
using yaml::Value;

std::string shape(const Value& value) {
  switch (value.type) {
    case Value::Type::null:
      return "nothing";
    case Value::Type::scalar:
      return "'" + value.scalar + "'";
    case Value::Type::list:
      return "a list";
    case Value::Type::map:
      return "a map";
  }
  return {};
}

class ProjectReader {
 public:
  ProjectReader(Project& project, const Files& files, Diagnostics& diagnostics)
      : project_(project), files_(files), diagnostics_(diagnostics) {}

  void read(const Value& root) {
    if (root.type == Value::Type::null) return;
    keys(root, "the project file",
         {{"name", text(project_.name)},
          {"linkml", [this](const Value& value) { paths(value, project_.linkml); }},
          {"sql", [this](const Value& value) { paths(value, project_.sql); }},
          {"migrations", text(project_.migrations)},
          {"build", text(project_.build)},
          {"namespaces", [this](const Value& value) { names(value, project_.namespaces); }},
          {"database", [this](const Value& value) { database(value); }},
          {"external", [this](const Value& value) { external(value); }},
          {"hooks", text(project_.hooks)},
          {"target_prefix", text(project_.target_prefix)},
          {"linkml_options", [this](const Value& value) { linkml_options(value); }}});
  }

 private:
  using Handler = std::function<void(const Value&)>;

  // ---- shapes ----

  void keys(const Value& map, std::string_view what,
            const std::vector<std::pair<std::string, Handler>>& known) {
    if (map.type != Value::Type::map) return wrong_type(map, what, "a map");
    for (const auto& [key, value] : map.entries) {
      const auto found =
          std::find_if(known.begin(), known.end(),
                       [&, name = std::string_view(key.value)](const auto& k) { return k.first == name; });
      if (found != known.end()) {
        found->second(value);
        continue;
      }
      std::vector<std::string> names;
      std::string all;
      for (const auto& [name, handler] : known) {
        names.push_back(name);
        all += (all.empty() ? "" : ", ") + name;
      }
      const std::string near = did_you_mean(nearest_name(key.value, names));
      diagnostics_.error("unknown-key", key.span, fmt::format("unknown key '{}' in {}", key.value, what),
                         near.empty() ? "the allowed keys are " + all : near);
    }
  }

  void wrong_type(const Value& value, std::string_view what, std::string_view wanted) {
    diagnostics_.error("wrong-type", value.span,
                       fmt::format("{} must be {}, not {}", what, wanted, shape(value)));
  }

  void wrong_value(const Value& value, std::string message, std::string hint = {}) {
    diagnostics_.error("invalid-value", value.span, std::move(message), std::move(hint));
  }

  Handler text(std::string& target) {
    return [this, &target](const Value& value) {
      if (value.type == Value::Type::scalar)
        target = value.scalar;
      else
        wrong_type(value, "the value", "a string");
    };
  }

  Handler choice(std::string_view what, std::vector<std::string> words,
                 std::function<void(std::size_t)> set) {
    return [this, what, words = std::move(words), set = std::move(set)](const Value& value) {
      const auto found = std::find(words.begin(), words.end(), value.scalar);
      if (value.type == Value::Type::scalar && found != words.end())
        return set(static_cast<std::size_t>(found - words.begin()));
      std::string all;
      for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
      wrong_value(value, fmt::format("{} must be one of {}, not {}", what, all, shape(value)),
                  did_you_mean(nearest_name(value.scalar, words)));
    };
  }

  // A scalar is a list of one.
  void list(const Value& value, std::string_view what, const Handler& item) {
    if (value.type == Value::Type::null) return;
    if (value.type == Value::Type::scalar) return item(value);
    if (value.type != Value::Type::list) return wrong_type(value, what, "a list");
    for (const Value& element : value.items) item(element);
  }

  void map_of_texts(const Value& value, std::string_view what, std::map<std::string, std::string>& target) {
    if (value.type == Value::Type::null) return;
    if (value.type != Value::Type::map) return wrong_type(value, what, "a map");
    for (const auto& [key, entry] : value.entries) {
      if (entry.type == Value::Type::scalar)
        target[key.value] = entry.scalar;
      else
        wrong_type(entry, fmt::format("'{}' of {}", key.value, what), "a string");
    }
  }

  // ---- keys ----

  void paths(const Value& value, std::vector<std::string>& target) {
    list(value, "this", [&](const Value& item) {
      if (item.type != Value::Type::scalar || item.scalar.empty())
        return wrong_type(item, "a source", "a path");
      if (!files_.exists(project_.path(item.scalar))) {
        diagnostics_.error("missing-source", item.span, fmt::format("'{}' does not exist", item.scalar),
                           "paths are relative to the folder of the project file");
        return;
      }
      target.push_back(item.scalar);
    });
  }

  void names(const Value& value, std::vector<std::string>& target) {
    list(value, "namespaces", [&](const Value& item) {
      if (item.type != Value::Type::scalar || item.scalar.empty())
        return wrong_type(item, "a namespace", "a name");
      if (item.scalar.size() > max_identifier_bytes)
        return wrong_value(item,
                           fmt::format("'{}' is longer than {} bytes", item.scalar, max_identifier_bytes));
      if (item.scalar == "schemac" || item.scalar.starts_with("pg_") || item.scalar == "information_schema")
        return wrong_value(item, fmt::format("namespace '{}' cannot be managed", item.scalar),
                           "it belongs to the server, or to schemac's own tables");
      if (std::find(target.begin(), target.end(), item.scalar) == target.end()) target.push_back(item.scalar);
    });
  }

  void database(const Value& value) {
    DatabaseSettings& settings = project_.database;
    keys(value, "database",
         {{"url_env", [&](const Value& v) { variable(v, settings.url_env); }},
          {"url_required",
           [&](const Value& v) {
             if (const auto truth = yaml::as_boolean(v))
               settings.url_required = *truth;
             else
               wrong_type(v, "url_required", "true or false");
           }},
          {"min_version", [&](const Value& v) { min_version(v, settings.min_version); }},
          {"lock_timeout", [&](const Value& v) { duration(v, settings.lock_timeout); }},
          {"statement_timeout", [&](const Value& v) { duration(v, settings.statement_timeout); }},
          {"scratch", text(settings.scratch)}});
  }

  void variable(const Value& value, std::string& target) {
    const bool plain =
        value.type == Value::Type::scalar && !value.scalar.empty() &&
        std::all_of(value.scalar.begin(), value.scalar.end(), [](char c) {
          return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        });
    if (plain) {
      target = value.scalar;
    } else {
      wrong_type(value, "url_env", "the name of an environment variable");
    }
  }

  void min_version(const Value& value, int& target) {
    if (value.type == Value::Type::scalar && value.scalar.size() == 2 &&
        std::all_of(value.scalar.begin(), value.scalar.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
        std::stoi(value.scalar) >= 13) {
      target = std::stoi(value.scalar);
      return;
    }
    wrong_value(value, fmt::format("min_version must be a major version of PostgreSQL, 13 or later, not {}",
                                   shape(value)));
  }

  void duration(const Value& value, std::string& target) {
    static constexpr std::array<std::string_view, 7> units = {"", "us", "ms", "s", "min", "h", "d"};
    const std::size_t digits = std::min(value.scalar.find_first_not_of("0123456789"), value.scalar.size());
    const std::string_view unit = std::string_view(value.scalar).substr(digits);
    if (value.type == Value::Type::scalar && digits > 0 &&
        std::find(units.begin(), units.end(), unit) != units.end()) {
      target = value.scalar;
      return;
    }
    wrong_value(value, fmt::format("{} is not a duration", shape(value)),
                "write 5s, 200ms, 1min, or 0 for none");
  }

  void external(const Value& value) {
    list(value, "external", [&](const Value& item) {
      ExternalRelation relation;
      relation.span = item.span;
      if (item.type == Value::Type::scalar) {
        relation.name = item.scalar;
      } else {
        keys(item, "an external relation",
             {{"name", text(relation.name)}, {"columns", [&](const Value& columns) {
                                                if (columns.type != Value::Type::map)
                                                  return wrong_type(columns, "columns",
                                                                    "a map of names to types");
                                                for (const auto& [name, type] : columns.entries)
                                                  relation.columns.emplace_back(name.value, type.scalar);
                                              }}});
      }
      const auto parts = sql::parse_name(relation.name);
      if (!parts || parts->size() > 2)
        return wrong_value(item, fmt::format("'{}' is not the name of a relation", relation.name),
                           "write schema.table; quote parts as in SQL");
      project_.external.push_back(std::move(relation));
    });
  }

  void linkml_options(const Value& value) {
    using Naming = LowerOptions::Naming;
    using References = LowerOptions::References;
    keys(value, "linkml_options",
         {{"naming", choice("naming", {"snake_case", "preserve"},
                            [&](std::size_t i) {
                              project_.lower.naming = i == 0 ? Naming::snake_case : Naming::preserve;
                            })},
          {"slot_scope", choice("slot_scope", {"global", "module"},
                                [&](std::size_t i) {
                                  project_.slot_scope =
                                      i == 0 ? linkml::SlotScope::global : linkml::SlotScope::module;
                                })},
          {"references", choice("references", {"enforced", "unchecked"},
                                [&](std::size_t i) {
                                  project_.lower.references =
                                      i == 0 ? References::enforced : References::unchecked;
                                })},
          {"importmap", [&](const Value& v) { map_of_texts(v, "importmap", project_.importmap); }},
          {"types", [&](const Value& v) { map_of_texts(v, "types", project_.lower.types); }},
          {"overrides", [&](const Value& v) {
             if (v.type != Value::Type::map && v.type != Value::Type::null)
               return wrong_type(v, "overrides", "a map");
             project_.lower.overrides = v;
           }}});
  }

  Project& project_;
  const Files& files_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::optional<fs::path> find_project_file(const fs::path& folder, const Files& files) {
  fs::path at = fs::absolute(folder).lexically_normal();
  for (;;) {
    if (files.exists(at / "schemac.yaml")) return at / "schemac.yaml";
    if (!at.has_relative_path()) return std::nullopt;
    at = at.parent_path();
  }
}

Project read_project(const fs::path& file, const Files& files, SourceMap& sources, Diagnostics& diagnostics) {
  Project project;
  project.file = fs::absolute(file).lexically_normal();
  project.folder = project.file.parent_path();
  project.name = project.folder.filename().string();
  const FileId id = sources.add(project.file.filename().string(), files.read(project.file));
  const yaml::YamlDocument document = yaml::read_yaml(sources.text(id), id, diagnostics);
  ProjectReader(project, files, diagnostics).read(document.root);
  project.lower.minimum_server_major = project.database.min_version;
  if (!project.namespaces.empty()) project.lower.default_namespace = project.namespaces.front();
  return project;
}

}  // namespace schemac
