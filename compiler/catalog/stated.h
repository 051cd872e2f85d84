// What a source states about an object in addition to its definition: LinkML annotations (sql_owner,
// sql_refresh, sql_renamed_from, sql_depends_on, …), .sql statements and their "-- schemac:" lines.
//
// "Stated", because a database does not have these facts. A server reports an owner, but not whether a source
// asks for it; it knows nothing of renames, of the settings for refreshing, or of the dependencies of dynamic
// SQL.
//
// One struct from source to use: lowering and sqlfile fill it, link() resolves its names, an artifact and the
// manifest carry it (artifact/stated_json.h), and scratch, workspace and refresh read it. A new fact is a
// field here and its lines in stated_json.cpp, which does not compile without them. Values without effects.
#pragma once
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/boxed.h"
#include "base/source.h"
#include "catalog/identifier.h"

namespace schemac {

// Which attributes a source sets; the others are never compared.
struct StatedAttributes {
  bool owner = false, grants = false, tablespace = false, options = false;
  bool any() const { return owner || grants || tablespace || options; }
  void add(const StatedAttributes& more);
  friend bool operator==(const StatedAttributes&, const StatedAttributes&) = default;
};
struct StatedAttribute {
  std::string_view name;
  bool StatedAttributes::*member;
};
// All of them, with their names in manifests.
inline constexpr std::array stated_attributes = {StatedAttribute{"owner", &StatedAttributes::owner},
                                                 StatedAttribute{"grants", &StatedAttributes::grants},
                                                 StatedAttribute{"tablespace", &StatedAttributes::tablespace},
                                                 StatedAttribute{"options", &StatedAttributes::options}};

// automatic: if the view can be refreshed so.
enum class Concurrently : unsigned char { automatic, always, never };
// upgrade: also after every upgrade of the database.
enum class RefreshOn : unsigned char { manual, upgrade };
// As annotations, options of commands and manifests write them, in the order of the enumerators.
inline constexpr std::array<std::string_view, 3> concurrently_names = {"auto", "always", "never"};
inline constexpr std::array<std::string_view, 2> refresh_on_names = {"manual", "upgrade"};
// nullopt: no such value.
std::optional<Concurrently> parse_concurrently(std::string_view text);
std::optional<RefreshOn> parse_refresh_on(std::string_view text);
std::string_view name_of(Concurrently value);
std::string_view name_of(RefreshOn value);

// sql_refresh of a materialized view.
struct RefreshSettings {
  Concurrently concurrently = Concurrently::automatic;
  RefreshOn on = RefreshOn::manual;
  bool track_changes = false;
  friend bool operator==(const RefreshSettings&, const RefreshSettings&) = default;
};

// A name in sql_depends_on or "-- schemac: depends_on", as written.
struct DeclaredName {
  std::string text;
  Span span;  // for diagnostics; not compared
  friend bool operator==(const DeclaredName& a, const DeclaredName& b) { return a.text == b.text; }
};

struct Stated {
  StatedAttributes attributes;
  bool strict_columns = false;  // sql_strict: the declared columns of a view must be those of its query
  RefreshSettings refresh;
  Boxed<std::string> renamed_from;                                // "name" or "namespace.name"
  Rare<std::map<std::string, std::string>> columns_renamed_from;  // new column -> old
  // Declared dependencies, which no server records: the names, and the objects that link() found for them. A
  // manifest has the objects alone.
  List<DeclaredName> declared_names;
  List<ObjectId> declared;
  friend bool operator==(const Stated&, const Stated&) = default;
};

}  // namespace schemac
