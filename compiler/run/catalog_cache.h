// Catalogs that were elaborated, on disk: <build>/cache/<key>.json.
//
// The key says everything that the catalog depends on, so an entry is never wrong, only unused; the oldest go
// when there are more than `capacity`. An entry that cannot be read is absent. Cost: one file read a lookup.
#pragma once
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "base/files.h"
#include "catalog/catalog.h"

namespace schemac::run {

class CatalogCache {
 public:
  CatalogCache(Files& files, std::filesystem::path folder) : files_(files), folder_(std::move(folder)) {}

  std::optional<Catalog> find(const std::string& key) const;
  void store(const std::string& key, const Catalog& catalog);

  static constexpr std::size_t capacity = 64;

 private:
  std::filesystem::path path_of(const std::string& key) const;
  void forget_oldest();

  Files& files_;
  std::filesystem::path folder_;
};

}  // namespace schemac::run
