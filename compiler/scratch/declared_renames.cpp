#include "scratch/declared_renames.h"

namespace schemac {

void add_declared_renames(const ArtifactSet& to, const Catalog& from, DiffOptions& options) {
  for (const Artifact& artifact : to.artifacts) {
    if (const auto& renamed_from = artifact.stated.renamed_from) {
      ObjectId old = artifact.id;
      const std::size_t dot = renamed_from->find('.');
      old.name = dot == std::string::npos ? *renamed_from : renamed_from->substr(dot + 1);
      if (dot != std::string::npos) old.namespace_ = renamed_from->substr(0, dot);
      if (from.find(old) != nullptr && from.find(artifact.id) == nullptr) options.renamed[artifact.id] = old;
    }
    for (const auto& [column, was] : *artifact.stated.columns_renamed_from) {
      options.renamed_columns[{artifact.id, column}] = was;
    }
  }
}

DiffOptions reversed(const DiffOptions& options) {
  DiffOptions back = options;
  back.renamed.clear();
  back.renamed_columns.clear();
  for (const auto& [id, old] : options.renamed) back.renamed[old] = id;
  for (const auto& [key, old] : options.renamed_columns) {
    const auto table = options.renamed.find(key.first);
    back.renamed_columns[{table == options.renamed.end() ? key.first : table->second, old}] = key.second;
  }
  return back;
}

}  // namespace schemac
