// Elaborated states on disk: <build>/cache/<surroundings>-<content>.json.
//
// The key says everything that a catalog depends on besides its content: server version, role, locale,
// extensions that are there, external relations, other schemas' manifests, versions of introspection and of
// the format. So an entry is never wrong, only unused. Those used longest ago go when there are more than
// `capacity` or they fill more than `capacity_bytes`. An entry that cannot be read is absent; a folder that
// cannot be written to is no error. Files appear whole, so any number of processes may use one folder.
//
// Cost: one file read, checked and parsed; some 15 ms a megabyte.
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "run/environment.h"
#include "run/partial_run.h"

namespace schemac::run {

class ElaborationCache {
 public:
  // what: the kind of the content, and whatever else of it goes for all entries of that kind.
  ElaborationCache(Environment& environment, std::string_view what);

  std::optional<Elaboration> find(const std::string& content) const;
  // Of the entries with these surroundings and this kind the one used last.
  std::optional<Elaboration> latest() const;
  // Nothing is stored after errors, nor where the surroundings may change without a trace in the key.
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

}  // namespace schemac::run
