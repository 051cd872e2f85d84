#include "artifact/manifest.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "sqlfile/statement.h"


namespace schemac {

namespace {

constexpr int manifest_version = 1;
constexpr std::size_t longest_file_name = 200;  // bytes, of the 255 that file systems allow

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

// Lower-case letters, digits and '_' stand as they are: upper case is encoded too, since file systems exist
// that fold it, and '.' because it parts the names.
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

OrderedJson id_list(const std::vector<ObjectId>& ids) {
  OrderedJson list = OrderedJson::array();
  for (const ObjectId& id : ids) list.push_back(id.text());
  return list;
}

OrderedJson columns_json(const Artifact& artifact) {
  OrderedJson list = OrderedJson::array();
  for (const ArtifactColumn& column : artifact.columns) {
    OrderedJson entry{{"name", column.name}};
    if (!column.type.empty()) entry["type"] = column.type;
    list.push_back(std::move(entry));
  }
  return list;
}

bool has_columns(Kind kind) {
  return kind == Kind::table || kind == Kind::foreign_table || kind == Kind::view ||
         kind == Kind::materialized_view || kind == Kind::composite_type;
}

OrderedJson artifact_json(const Artifact& artifact) {
  OrderedJson json;
  json["id"] = artifact.id.text();
  json["kind"] = kind_name(artifact.id.kind);
  json["namespace"] = artifact.id.namespace_;
  if (!artifact.id.relation.empty()) json["relation"] = artifact.id.relation;
  json["name"] = artifact.id.name;
  if (!artifact.external) json["file"] = object_file(artifact.id);
  json["hash"] = artifact.hash;
  json["closure_hash"] = artifact.closure_hash;
  json["depends_on"] = id_list(artifact.depends_on);
  if (!artifact.soft_depends_on.empty()) json["soft_depends_on"] = id_list(artifact.soft_depends_on);
  if (has_columns(artifact.id.kind)) json["columns"] = columns_json(artifact);
  OrderedJson sets = OrderedJson::array();
  if (artifact.sets_owner) sets.push_back("owner");
  if (artifact.sets_grants) sets.push_back("grants");
  if (artifact.sets_tablespace) sets.push_back("tablespace");
  if (artifact.sets_options) sets.push_back("options");
  if (!sets.empty()) json["sets"] = std::move(sets);
  if (artifact.strict_columns) json["strict_columns"] = true;
  if (!artifact.refresh.empty()) json["refresh"] = artifact.refresh;
  if (artifact.renamed_from) json["renamed_from"] = *artifact.renamed_from;
  if (!artifact.columns_renamed_from.empty()) json["columns_renamed_from"] = artifact.columns_renamed_from;
  return json;
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

std::vector<ObjectId> ids_at(const Json& json, const char* key) {
  std::vector<ObjectId> out;
  for (const std::string& text : texts_at(json, key))
    if (auto id = parse_object_id(text)) out.push_back(std::move(*id));
  return out;
}

std::map<std::string, std::string> map_at(const Json& json, const char* key) {
  std::map<std::string, std::string> out;
  const auto found = json.find(key);
  if (found != json.end() && found->is_object())
    for (const auto& [name, value] : found->items())
      if (value.is_string()) out[name] = value.get<std::string>();
  return out;
}

std::optional<Artifact> read_artifact(const Json& json, bool external) {
  if (!json.is_object()) return std::nullopt;
  const auto id = parse_object_id(text_at(json, "id"));
  if (!id) return std::nullopt;
  Artifact artifact;
  artifact.id = *id;
  artifact.external = external;
  artifact.hash = text_at(json, "hash");
  artifact.closure_hash = text_at(json, "closure_hash");
  artifact.depends_on = ids_at(json, "depends_on");
  artifact.soft_depends_on = ids_at(json, "soft_depends_on");
  if (const auto columns = json.find("columns"); columns != json.end() && columns->is_array())
    for (const Json& column : *columns)
      if (column.is_object()) artifact.columns.push_back({text_at(column, "name"), text_at(column, "type")});
  for (const std::string& what : texts_at(json, "sets")) {
    if (what == "owner") artifact.sets_owner = true;
    if (what == "grants") artifact.sets_grants = true;
    if (what == "tablespace") artifact.sets_tablespace = true;
    if (what == "options") artifact.sets_options = true;
  }
  artifact.strict_columns = json.value("strict_columns", false);
  artifact.refresh = map_at(json, "refresh");
  artifact.columns_renamed_from = map_at(json, "columns_renamed_from");
  if (json.contains("renamed_from")) artifact.renamed_from = text_at(json, "renamed_from");
  return artifact;
}

void damaged(const std::string& what, Diagnostics& diagnostics) {
  diagnostics.error("damaged-manifest", {}, "manifest.json is damaged: " + what, "compile again");
}

}  // namespace

OrderedJson manifest_json(const ArtifactSet& set) {
  OrderedJson json;
  json["manifest_version"] = manifest_version;
  json["compiler"] = OrderedJson{{"name", "schemac"}, {"version", SCHEMAC_VERSION}};
  json["project"] = set.project;
  json["root_hash"] = set.root_hash;
  json["search_path"] = set.search_path;
  json["artifacts"] = OrderedJson::array();
  OrderedJson external = OrderedJson::array();
  for (const Artifact& artifact : set.artifacts)
    (artifact.external ? external : json["artifacts"]).push_back(artifact_json(artifact));
  if (!external.empty()) json["external"] = std::move(external);
  return json;
}

OrderedJson sources_json(const ArtifactSet& set, const SourceMap& sources) {
  std::map<std::string, std::string> files;
  for (FileId file = 1; file <= sources.size(); ++file)
    files[std::string(sources.path(file))] = sha256(sources.text(file));
  OrderedJson json;
  json["sources"] = OrderedJson::array();
  for (const auto& [path, hash] : files) json["sources"].push_back({{"path", path}, {"hash", hash}});
  json["positions"] = OrderedJson::object();
  // One pass a file: artifacts by place, and the line counted on from the one before.
  std::vector<const Artifact*> placed;
  for (const Artifact& artifact : set.artifacts)
    if (artifact.span.known() && !artifact.external) placed.push_back(&artifact);
  std::map<std::string, OrderedJson> positions;
  std::sort(placed.begin(), placed.end(),
            [](const Artifact* a, const Artifact* b) { return a->span < b->span; });
  FileId file = 0;
  std::size_t at = 0, line = 1, line_begin = 0;
  for (const Artifact* artifact : placed) {
    const std::string_view text = sources.text(artifact->span.file);
    if (artifact->span.file != file) {
      file = artifact->span.file;
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
    positions[artifact->id.text()] = {
        {"path", std::string(sources.path(file))}, {"line", line}, {"column", column}};
  }
  for (auto& [id, position] : positions) json["positions"][id] = std::move(position);
  return json;
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
  if (version->get<int>() > manifest_version) {
    diagnostics.error("newer-manifest", {},
                      fmt::format("manifest.json has version {}; this schemac knows {}", version->get<int>(),
                                  manifest_version),
                      "use the schemac that wrote it, or compile again");
    return set;
  }
  set.project = text_at(json, "project");
  set.root_hash = text_at(json, "root_hash");
  set.search_path = texts_at(json, "search_path");
  for (const bool external : {true, false}) {
    const auto list = json.find(external ? "external" : "artifacts");
    if (list == json.end()) continue;
    for (const Json& item : *list) {
      std::optional<Artifact> artifact = read_artifact(item, external);
      if (!artifact) {
        damaged("an artifact has no valid id", diagnostics);
        continue;
      }
      const auto body = object_texts.find(text_at(item, "file"));
      if (!external && body != object_texts.end())
        for (const sql::Piece& piece : sql::split(body->second))
          artifact->statements.push_back(body->second.substr(piece.offset, piece.length));
      else if (!external && !object_texts.empty())
        damaged(fmt::format("{} is missing", text_at(item, "file")), diagnostics);
      set.artifacts.push_back(std::move(*artifact));
    }
  }
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

std::string object_file_text(const Artifact& artifact) {
  std::string text;
  for (const std::string& statement : artifact.statements) text += terminated(statement);
  return text;
}

}  // namespace schemac
