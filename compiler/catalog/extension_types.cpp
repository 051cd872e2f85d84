#include "catalog/extension_types.h"

#include <algorithm>
#include <array>

namespace schemac {
namespace {

constexpr std::array types{
    ExtensionType{"geometry", "postgis", false},
    ExtensionType{"geography", "postgis", false},
    ExtensionType{"box2d", "postgis", false},
    ExtensionType{"box3d", "postgis", false},
    ExtensionType{"raster", "postgis_raster", false},
    ExtensionType{"topogeometry", "postgis_topology", false},
    ExtensionType{"citext", "citext", true},
    ExtensionType{"ltree", "ltree", true},
    ExtensionType{"lquery", "ltree", false},
    ExtensionType{"hstore", "hstore", false},
    ExtensionType{"vector", "vector", false},
    ExtensionType{"halfvec", "vector", false},
    ExtensionType{"sparsevec", "vector", false},
    ExtensionType{"cube", "cube", true},
    ExtensionType{"seg", "seg", true},
    ExtensionType{"isbn", "isn", true},
    ExtensionType{"isbn13", "isn", true},
    ExtensionType{"issn", "isn", true},
    ExtensionType{"ean13", "isn", true},
    ExtensionType{"h3index", "h3", true},
};

}  // namespace

std::span<const ExtensionType> extension_types() { return types; }

const ExtensionType* find_extension_type(std::string_view name) {
  const auto* const found =
      std::find_if(types.begin(), types.end(), [&](const ExtensionType& type) { return type.name == name; });
  return found == types.end() ? nullptr : found;
}

}  // namespace schemac
