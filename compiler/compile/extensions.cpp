#include "compile/extensions.h"

#include <array>

#include "catalog/extension_types.h"

namespace schemac {

namespace {

struct Known {
  std::string_view name;
  std::string_view extension;
};

// Whole names; a name that ends in '*' matches every name with that prefix.
constexpr std::array functions = {Known{"st_*", "postgis"},
                                  Known{"postgis_*", "postgis"},
                                  Known{"similarity", "pg_trgm"},
                                  Known{"word_similarity", "pg_trgm"},
                                  Known{"strict_word_similarity", "pg_trgm"},
                                  Known{"show_trgm", "pg_trgm"},
                                  Known{"unaccent", "unaccent"},
                                  Known{"levenshtein*", "fuzzystrmatch"},
                                  Known{"soundex", "fuzzystrmatch"},
                                  Known{"metaphone", "fuzzystrmatch"},
                                  Known{"dmetaphone*", "fuzzystrmatch"},
                                  Known{"uuid_generate_*", "uuid-ossp"},
                                  Known{"crypt", "pgcrypto"},
                                  Known{"gen_salt", "pgcrypto"},
                                  Known{"digest", "pgcrypto"},
                                  Known{"hmac", "pgcrypto"},
                                  Known{"pgp_*", "pgcrypto"},
                                  Known{"gen_random_bytes", "pgcrypto"},
                                  Known{"crosstab*", "tablefunc"},
                                  Known{"hstore*", "hstore"},
                                  Known{"nlevel", "ltree"},
                                  Known{"subpath", "ltree"},
                                  Known{"text2ltree", "ltree"},
                                  Known{"l2_distance", "vector"},
                                  Known{"cosine_distance", "vector"},
                                  Known{"inner_product", "vector"},
                                  Known{"earth_distance", "earthdistance"},
                                  Known{"ll_to_earth", "earthdistance"},
                                  Known{"h3_*", "h3"}};

constexpr std::array relations = {Known{"spatial_ref_sys", "postgis"}, Known{"geometry_columns", "postgis"},
                                  Known{"geography_columns", "postgis"},
                                  Known{"raster_columns", "postgis_raster"},
                                  Known{"pg_stat_statements", "pg_stat_statements"}};

constexpr std::array operator_classes = {
    Known{"gin_trgm_ops", "pg_trgm"},       Known{"gist_trgm_ops", "pg_trgm"},
    Known{"gist_geometry_ops*", "postgis"}, Known{"gist_geography_ops", "postgis"},
    Known{"gist_ltree_ops", "ltree"},       Known{"vector_*", "vector"},
    Known{"halfvec_*", "vector"},           Known{"gist_hstore_ops", "hstore"},
    Known{"gin_hstore_ops", "hstore"},      Known{"gist_int4_ops", "btree_gist"},
    Known{"gist_text_ops", "btree_gist"}};

template <std::size_t N>
std::string_view find(const std::array<Known, N>& table, std::string_view name) {
  for (const Known& known : table) {
    const bool prefix = known.name.back() == '*';
    const std::string_view stem = prefix ? known.name.substr(0, known.name.size() - 1) : known.name;
    if (prefix ? name.starts_with(stem) : name == stem) return known.extension;
  }
  return {};
}

}  // namespace

std::string_view extension_of_function(std::string_view name) { return find(functions, name); }
std::string_view extension_of_type(std::string_view name) {
  const ExtensionType* type = find_extension_type(name);
  return type != nullptr ? type->extension : std::string_view();
}
std::string_view extension_of_relation(std::string_view name) { return find(relations, name); }
std::string_view extension_of_operator_class(std::string_view name) { return find(operator_classes, name); }

std::map<std::string, std::string> extension_type_names() {
  std::map<std::string, std::string> names;
  for (const ExtensionType& type : extension_types()) names.emplace(type.name, type.name);
  return names;
}

}  // namespace schemac
