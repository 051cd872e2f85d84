// Elaborated states on disk: <build>/cache/<surroundings>-<content>.json.
//
// The key contains everything that a catalog depends on besides its content: server version, role, locale,
// available extensions, external relations, other schemas' manifests, versions of introspection and of the
// format. So an entry is never wrong, only unused. The least recently used entries are removed if there are
// more than `capacity` or they need more than `capacity_bytes`. An unreadable entry counts as absent; a
// folder that cannot be written is not an error. Files are written atomically, so any number of processes can
// share a folder.
//
// Cost: one file is read, checked and parsed; about 15 ms per megabyte.
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "scratch/incremental_elaboration.h"
#include "workspace/environment.h"

namespace schemac {

class ElaborationCache {
 public:
  // what: the kind of the content, and properties that all entries of that kind share.
  ElaborationCache(Environment& environment, std::string_view what);

  std::optional<Elaboration> find(const std::string& content) const;
  // The most recently used entry with these surroundings and this kind.
  std::optional<Elaboration> latest() const;
  // Stores nothing after errors, or if the surroundings may change without changing the key.
  void store(const std::string& content, const Elaboration& elaboration);

  static constexpr std::size_t capacity = 64;
  static constexpr std::uintmax_t capacity_bytes = 256U << 20U;

 private:
  std::string prefix() const;
  std::filesystem::path path_of(const std::string& content) const;
  std::optional<Elaboration> read(const std::filesystem::path& path, const std::string* content) const;
  void forget_oldest();

  Environment& environment_;
  std::filesystem::path folder_;
  std::string surroundings_;
};

}  // namespace schemac
