#include "run/catalog_cache.h"

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "catalog/text.h"

namespace schemac::run {

namespace fs = std::filesystem;

fs::path CatalogCache::path_of(const std::string& key) const {
  return folder_ / (sha256(key).substr(7, 32) + ".json");
}

std::optional<Catalog> CatalogCache::find(const std::string& key) const {
  try {
    const std::optional<std::string> text = files_.read_if_exists(path_of(key));
    if (!text) return std::nullopt;
    const nlohmann::json entry = nlohmann::json::parse(*text);
    // The digest of the content tells a file that was cut or edited.
    if (entry.at("key") != key) return std::nullopt;
    if (entry.at("digest") != sha256(entry.at("catalog").dump())) return std::nullopt;
    return catalog_from_json(entry.at("catalog"));
  } catch (const std::exception&) {
    return std::nullopt;  // damaged, or not to be read: elaborated again and written anew
  }
}

void CatalogCache::store(const std::string& key, const Catalog& catalog) {
  nlohmann::json entry;
  entry["key"] = key;
  entry["catalog"] = to_json(catalog);
  entry["digest"] = sha256(entry["catalog"].dump());
  files_.write_if_changed(path_of(key), entry.dump());
  forget_oldest();
}

void CatalogCache::forget_oldest() {
  std::vector<std::pair<fs::file_time_type, fs::path>> entries;
  for (const fs::path& path : files_.list(folder_, ".json")) {
    std::error_code error;
    const fs::file_time_type time = fs::last_write_time(path, error);
    if (!error) entries.emplace_back(time, path);
  }
  if (entries.size() <= capacity) return;
  std::sort(entries.begin(), entries.end());
  for (std::size_t i = 0; i + capacity < entries.size(); ++i) files_.remove(entries[i].second);
}

}  // namespace schemac::run
