#include "artifact/manifest.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "artifact/stated_json.h"
#include "base/hash.h"
#include "base/json_writer.h"
#include "base/parallel.h"
#include "sqlfile/statement.h"

namespace schemac {

namespace {

constexpr unsigned manifest_version = 1;
constexpr std::size_t longest_file_name = 200;  // bytes, of the 255 that file systems allow

using Json = nlohmann::json;

constexpr std::size_t npos = static_cast<std::size_t>(-1);
using RelationName = std::pair<std::string_view, std::string_view>;  // namespace, name
struct RelationNameHash {
  std::size_t operator()(const RelationName& name) const {
    const std::hash<std::string_view> hash;
    return hash(name.first) * 31 + hash(name.second);
  }
};

// Lower-case letters, digits and '_' are unchanged: upper case is encoded, since some file systems fold it,
// and so is '.', because it separates the names.
std::string percent_encoded(std::string_view name) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : name) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_') {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

void write_ids(JsonWriter& json, std::string_view key, const std::vector<ObjectId>& ids) {
  json.key(key);
  json.begin_array();
  std::string text;
  for (const ObjectId& id : ids) {
    text.clear();
    id.append_text(text);
    json.text(text);
  }
  json.end_array();
}

void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts) {
  json.key(key);
  json.begin_array();
  for (const std::string& text : texts) json.text(text);
  json.end_array();
}

void write_columns(JsonWriter& json, const std::vector<ArtifactColumn>& columns) {
  json.key("columns");
  json.begin_array();
  for (const ArtifactColumn& column : columns) {
    json.begin_object();
    json.member("name", column.name);
    if (!column.type.empty()) json.member("type", column.type);
    json.end_object();
  }
  json.end_array();
}

bool has_columns(Kind kind) {
  return kind == Kind::table || kind == Kind::foreign_table || kind == Kind::view ||
         kind == Kind::materialized_view || kind == Kind::composite_type;
}

void write_file(JsonWriter& json, const Artifact& artifact, const ObjectFiles& files) {
  const ObjectFiles::File& file = files.of(artifact);
  json.member("file", file.path);
  if (file.artifacts.size() == 1) return;
  json.key("statements");  // number of statements of the file, after those of the artifacts before
  json.number(artifact.statements.size());
}

void write_artifact(JsonWriter& json, const Artifact& artifact, const ObjectFiles& files) {
  json.begin_object();
  json.member("id", artifact.id.text());
  json.member("kind", kind_name(artifact.id.kind));
  json.member("namespace", artifact.id.namespace_);
  if (!artifact.id.relation.empty()) json.member("relation", artifact.id.relation);
  json.member("name", artifact.id.name);
  if (!artifact.external) write_file(json, artifact, files);
  json.member("hash", artifact.hash);
  json.member("closure_hash", artifact.closure_hash);
  write_ids(json, "depends_on", artifact.depends_on);
  if (!artifact.soft_depends_on.empty()) write_ids(json, "soft_depends_on", artifact.soft_depends_on);
  write_declared(json, artifact.stated);
  if (has_columns(artifact.id.kind)) write_columns(json, artifact.columns);
  write_stated(json, artifact.stated);
  json.end_object();
}

// The list, built in pieces on all cores.
void write_artifacts(JsonWriter& json, std::string& text, std::string_view key, const ArtifactSet& set,
                     const ObjectFiles& files, bool external,
                     const std::function<void(std::string_view)>& out) {
  constexpr std::size_t piece_size = 256, bytes_of_artifact = 800;
  std::vector<const Artifact*> wanted;
  for (const Artifact& artifact : set.artifacts)
    if (artifact.external == external) wanted.push_back(&artifact);
  json.key(key);
  json.begin_array();
  out(std::exchange(text, {}));
  const Pieces numbers(wanted.size(), piece_size);
  const auto make = [&](std::size_t piece) {
    std::string values;
    values.reserve(piece_size * bytes_of_artifact);
    JsonWriter writer(values, json.depth(), piece > 0);
    numbers.each(piece, [&](std::size_t i) { write_artifact(writer, *wanted[i], files); });
    return values;
  };
  parallel_in_order(numbers.count(), make, out);
  if (!wanted.empty()) json.values_elsewhere();
  json.end_array();
}

struct Placed {
  std::string id;
  FileId file = 0;
  std::size_t line = 0, column = 0;
};

// One pass per file: artifacts by position, with the line counted from the previous one. Sorted by id.
std::vector<Placed> positions_of(const ArtifactSet& set, const SourceMap& sources) {
  std::vector<const Artifact*> by_place;
  for (const Artifact& artifact : set.artifacts)
    if (artifact.span.known() && !artifact.external) by_place.push_back(&artifact);
  std::sort(by_place.begin(), by_place.end(),
            [](const Artifact* a, const Artifact* b) { return a->span < b->span; });
  std::vector<Placed> placed;
  placed.reserve(by_place.size());
  FileId file = 0;
  std::string_view text;
  std::size_t at = 0, line = 1, line_begin = 0;
  for (const Artifact* artifact : by_place) {
    if (artifact->span.file != file) {
      file = artifact->span.file;
      text = sources.text(file);
      at = line_begin = 0;
      line = 1;
    }
    for (; at < artifact->span.begin && at < text.size(); ++at)
      if (text[at] == '\n') {
        ++line;
        line_begin = at + 1;
      }
    const auto column =
        1 + std::count_if(text.begin() + std::ptrdiff_t(line_begin), text.begin() + std::ptrdiff_t(at),
                          [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    placed.push_back({artifact->id.text(), file, line, static_cast<std::size_t>(column)});
  }
  std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) { return a.id < b.id; });
  return placed;
}

// ---- reading ----

std::string text_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<std::string> texts_at(const Json& json, const char* key) {
  std::vector<std::string> out;
  const auto found = json.find(key);
  if (found != json.end() && found->is_array())
    for (const Json& item : *found)
      if (item.is_string()) out.push_back(item.get<std::string>());
  return out;
}

void damaged(const std::string& what, Diagnostics& diagnostics) {
  diagnostics.error("damaged-manifest", {}, "manifest.json is damaged: " + what, "compile again");
}

std::optional<Artifact> read_artifact(const Json& json, bool external, Diagnostics& diagnostics) {
  if (!json.is_object()) return std::nullopt;
  const auto id = parse_object_id(text_at(json, "id"));
  if (!id) return std::nullopt;
  Artifact artifact;
  artifact.id = *id;
  artifact.external = external;
  artifact.hash = text_at(json, "hash");
  artifact.closure_hash = text_at(json, "closure_hash");
  const auto unknown = [&](const char* key, const Json& value) {
    damaged(fmt::format("{} has the unknown value {} in '{}'", id->text(), text_of(value), key), diagnostics);
  };
  const auto each = [&](const char* key, const auto& take) {
    const auto list = json.find(key);
    if (list == json.end()) return;
    if (!list->is_array()) return unknown(key, *list);
    for (const Json& item : *list)
      if (!take(item)) unknown(key, item);
  };
  const auto take_id = [](const Json& item, std::vector<ObjectId>& to) {
    auto dependency = item.is_string() ? parse_object_id(item.get<std::string>()) : std::nullopt;
    if (dependency) to.push_back(std::move(*dependency));
    return dependency.has_value();
  };
  each("depends_on", [&](const Json& item) { return take_id(item, artifact.depends_on); });
  each("soft_depends_on", [&](const Json& item) { return take_id(item, artifact.soft_depends_on); });
  each("columns", [&](const Json& item) {
    const bool named = item.is_object() && item.contains("name");
    if (named) artifact.columns.push_back({text_at(item, "name"), text_at(item, "type")});
    return named;
  });
  artifact.stated = read_stated(json, [&](const std::string& what) { damaged(what, diagnostics); });
  return artifact;
}

// Gives each artifact its statements of its file, in the order of the manifest.
class StatementReader {
 public:
  explicit StatementReader(const std::map<std::string, std::string>& texts) : texts_(texts) {}

  void read(const Json& item, Artifact& artifact, Diagnostics& diagnostics) {
    const std::string file = text_at(item, "file");
    const auto text = texts_.find(file);
    if (text == texts_.end()) return damaged(fmt::format("{} is missing", file), diagnostics);
    const auto [found, fresh] = rest_.try_emplace(file);
    Rest& rest = found->second;
    if (fresh) rest.pieces = sql::split(text->second);
    std::size_t count = rest.pieces.size() - rest.next;
    if (const auto written = item.find("statements"); written != item.end()) {
      if (!written->is_number_unsigned() || written->get<std::size_t>() > count)
        return damaged(fmt::format("{} has unexpected content", file), diagnostics);
      count = written->get<std::size_t>();
    }
    for (; count > 0; --count, ++rest.next) {
      const sql::Piece& piece = rest.pieces[rest.next];
      artifact.statements.push_back(text->second.substr(piece.offset, piece.length));
    }
  }

  // Statements that belong to no artifact are damage, too.
  void finish(Diagnostics& diagnostics) const {
    for (const auto& [file, rest] : rest_)
      if (rest.next < rest.pieces.size())
        damaged(fmt::format("{} has additional content", file), diagnostics);
  }

 private:
  struct Rest {
    std::vector<sql::Piece> pieces;
    std::size_t next = 0;
  };
  const std::map<std::string, std::string>& texts_;
  std::map<std::string, Rest> rest_;
};

}  // namespace

void write_manifest(const ArtifactSet& set, const std::function<void(std::string_view)>& out) {
  const ObjectFiles files(set);
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.key("manifest_version");
  json.number(manifest_version);
  json.key("compiler");
  json.begin_object();
  json.member("name", "schemac");
  json.member("version", SCHEMAC_VERSION);
  json.end_object();
  json.member("project", set.project);
  json.member("root_hash", set.root_hash);
  write_texts(json, "search_path", set.search_path);
  write_artifacts(json, text, "artifacts", set, files, false, out);
  if (std::any_of(set.artifacts.begin(), set.artifacts.end(), [](const Artifact& a) { return a.external; }))
    write_artifacts(json, text, "external", set, files, true, out);
  json.end_object();
  out(text += "\n");
}

std::string manifest_text(const ArtifactSet& set) {
  std::string text;
  write_manifest(set, [&](std::string_view piece) { text += piece; });
  return text;
}

std::string sources_text(const ArtifactSet& set, const SourceMap& sources) {
  std::map<std::string_view, FileId> files;
  for (FileId file = 1; file <= sources.size(); ++file) files[sources.path(file)] = file;
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.key("sources");
  json.begin_array();
  Sha256 hash;
  for (const auto& [path, file] : files) {
    json.begin_object();
    json.member("path", path);
    json.member("hash", hash.add(sources.text(file)).finish());
    json.end_object();
  }
  json.end_array();
  json.key("positions");
  json.begin_object();
  for (const Placed& placed : positions_of(set, sources)) {
    json.key(placed.id);
    json.begin_object();
    json.member("path", sources.path(placed.file));
    json.key("line");
    json.number(placed.line);
    json.key("column");
    json.number(placed.column);
    json.end_object();
  }
  json.end_object();
  json.end_object();
  return text += "\n";
}

ArtifactSet read_manifest(const std::string& text, const std::map<std::string, std::string>& object_texts,
                          Diagnostics& diagnostics) {
  ArtifactSet set;
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) {
    damaged("it is not a JSON object", diagnostics);
    return set;
  }
  const auto version = json.find("manifest_version");
  if (version == json.end() || !version->is_number_integer()) {
    damaged("it has no manifest_version", diagnostics);
    return set;
  }
  if (version->get<std::int64_t>() > manifest_version) {
    diagnostics.error("newer-manifest", {},
                      fmt::format("manifest.json has version {}; this schemac reads versions up to {}",
                                  version->get<std::int64_t>(), manifest_version),
                      "use the schemac that wrote it, or compile again");
    return set;
  }
  set.project = text_at(json, "project");
  set.root_hash = text_at(json, "root_hash");
  set.search_path = texts_at(json, "search_path");
  StatementReader statements(object_texts);
  for (const bool external : {true, false}) {
    const auto list = json.find(external ? "external" : "artifacts");
    if (list == json.end()) continue;
    for (const Json& item : *list) {
      std::optional<Artifact> artifact = read_artifact(item, external, diagnostics);
      if (!artifact) {
        damaged("an artifact has no valid id", diagnostics);
        continue;
      }
      if (!external && !object_texts.empty()) statements.read(item, *artifact, diagnostics);
      set.artifacts.push_back(std::move(*artifact));
    }
  }
  statements.finish(diagnostics);
  return set;
}

std::string object_file(const ObjectId& id) {
  std::string name;
  for (const std::string* part : {&id.namespace_, &id.relation, &id.name})
    if (!part->empty()) name += (name.empty() ? "" : ".") + percent_encoded(*part);
  if (name.size() > longest_file_name)
    name = name.substr(0, longest_file_name - 24) + "-" + sha256(name).substr(sizeof("sha256:") - 1, 16);
  return fmt::format("objects/{}/{}.sql", kind_name(id.kind), name);
}

ObjectFiles::ObjectFiles(const ArtifactSet& set) : set_(set), file_of_(set.artifacts.size()) {
  std::unordered_map<RelationName, std::size_t, RelationNameHash> relations;  // -> index into the set
  relations.reserve(set.artifacts.size());
  for (std::size_t i = 0; i < set.artifacts.size(); ++i) {
    const Artifact& artifact = set.artifacts[i];
    if (!artifact.external && is_relation(artifact.id.kind) && artifact.id.relation.empty())
      relations.emplace(RelationName(artifact.id.namespace_, artifact.id.name), i);
  }
  std::vector<std::size_t> file_of_holder(set.artifacts.size(), npos);
  files_.reserve(relations.size());
  for (std::size_t i = 0; i < set.artifacts.size(); ++i) {
    const Artifact& artifact = set.artifacts[i];
    if (artifact.external) continue;
    std::size_t holder = i;
    if (!artifact.id.relation.empty())
      if (const auto found = relations.find({artifact.id.namespace_, artifact.id.relation});
          found != relations.end())
        holder = found->second;
    if (file_of_holder[holder] == npos) {
      file_of_holder[holder] = files_.size();
      files_.push_back({object_file(set.artifacts[holder].id), {}});
    }
    file_of_[i] = file_of_holder[holder];
    files_[file_of_[i]].artifacts.push_back(&artifact);
  }
}

const ObjectFiles::File& ObjectFiles::of(const Artifact& artifact) const {
  return files_[file_of_[static_cast<std::size_t>(&artifact - set_.artifacts.data())]];
}

std::string ObjectFiles::File::text() const {
  std::size_t size = 0;
  for (const Artifact* artifact : artifacts)
    for (const std::string& statement : artifact->statements) size += statement.size() + sizeof(";\n\n");
  std::string text;
  text.reserve(size);
  for (const Artifact* artifact : artifacts) {
    if (!text.empty()) text += '\n';
    for (const std::string& statement : artifact->statements) append_terminated(text, statement);
  }
  return text;
}

}  // namespace schemac
