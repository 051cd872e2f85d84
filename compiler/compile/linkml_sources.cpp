#include "compile/linkml_sources.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "base/parallel.h"
#include "catalog/in_words.h"
#include "compile/extensions.h"
#include "linkml/resolve.h"

namespace schemac {

namespace {

namespace fs = std::filesystem;

// Files that sql_definition_file names, as scalars that span their whole file.
void read_definitions(const Project& project, const linkml::InducedSchema& schema, const Files& files,
                      SourceMap& sources, LowerOptions& options, std::vector<fs::path>& read) {
  for (const DefinitionFile& file : definition_files(schema, options)) {
    const fs::path folder =
        file.module_path.empty() ? project.folder : fs::path(file.module_path).parent_path();
    const fs::path path = (folder / file.path).lexically_normal();
    const auto text = files.is_folder(path) ? std::nullopt : files.read_if_exists(path);
    if (!text) continue;  // lower() reports it
    read.push_back(path);
    linkml::Value value;
    value.type = linkml::Value::Type::scalar;
    value.style = linkml::ScalarStyle::literal;
    value.scalar = *text;
    const FileId id = sources.add(path.lexically_relative(project.folder).generic_string(), *text);
    value.span = {id, 0, static_cast<std::uint32_t>(text->size())};
    options.definitions[file.class_name] = std::move(value);
  }
}

fs::path module_cache_path(const Project& project) {
  return project.path(project.build) / "cache" / "linkml.trees";
}

std::string module_cache_text(const Project& project, const Files& files) {
  try {
    // Without a project file there is no build folder.
    if (!project.file.empty()) return files.read_if_exists(module_cache_path(project)).value_or("");
  } catch (const OsError&) {
    // Modules that cannot be read from the cache are parsed.
  }
  return {};
}

bool mentions_project_function(const LoweredObject& lowered, const Symbols& symbols) {
  for (const WrittenSql& written : lowered.written) {
    std::vector<sql::Reference> references;
    if (sql::analyse_expression(written.sql, references)) continue;
    for (const sql::Reference& reference : references)
      if (reference.to == sql::Reference::To::function &&
          !symbols
               .functions(reference.namespace_, reference.name, reference.argument_count,
                          {lowered.object.id.namespace_, "public"})
               .empty())
        return true;
  }
  return false;
}

std::vector<ArtifactColumn> columns_of(const LoweredObject& lowered) {
  std::vector<ArtifactColumn> columns;
  const auto add = [&](const std::vector<Column>& list) {
    for (const Column& column : list) columns.push_back({column.name, column.type});
  };
  if (const auto* table = body_as<Table>(lowered.object)) {
    columns.reserve(table->columns.size());
    add(table->columns);
  }
  if (const auto* type = body_as<CompositeType>(lowered.object)) add(type->columns);
  if (body_as<View>(lowered.object) != nullptr) add(lowered.declared_columns);
  return columns;
}

void fill(UnlinkedObject& object, std::unique_ptr<LoweredObject> definition) {
  LoweredObject& lowered = *definition;
  Artifact& artifact = object.artifact;
  artifact.id = lowered.object.id;
  artifact.span = lowered.span;
  artifact.columns = columns_of(lowered);
  artifact.canonical = true;
  artifact.stated = std::move(lowered.stated);
  if (!artifact.stated.declared_names.empty()) object.need_path = {artifact.id.namespace_, "public"};
  object.definition = LinkmlDefinition{std::move(definition), {}};
}

void add_unlinked(std::vector<std::unique_ptr<LoweredObject>> lowered, UnlinkedObjects& objects,
                  Symbols& symbols, Diagnostics& diagnostics) {
  std::vector<std::unique_ptr<UnlinkedObject>> made(lowered.size());
  parallel_for_each(Pieces(made.size(), 256), [&](std::size_t i) {
    made[i] = std::make_unique<UnlinkedObject>();
    fill(*made[i], std::move(lowered[i]));
  });
  const std::vector<char> added = symbols.add(made);
  for (std::size_t i = 0; i < made.size(); ++i) {
    if (added[i] != 0) {
      objects.push_back(std::move(made[i]));
      continue;
    }
    // A namespace or extension that a .sql file also defines is the same object.
    const ObjectId& id = made[i]->artifact.id;
    if (id.kind == Kind::namespace_ || id.kind == Kind::extension) continue;
    diagnostics
        .error("duplicate-object", made[i]->artifact.span, fmt::format("{} is defined twice", in_words(id)),
               "rename one of them, or remove it")
        .notes.push_back({symbols.find(id)->artifact.span, "the other one is here"});
  }
}

// A key or check is part of its table: a view may group by the key. One that calls a function of the project
// could close a cycle and stays separate.
void fold_constraints(std::vector<std::unique_ptr<LoweredObject>> constraints, UnlinkedObjects& objects,
                      Symbols& symbols) {
  std::vector<UnlinkedObject*> tables(constraints.size());  // nullptr: separate
  parallel_for_each(Pieces(constraints.size(), 256), [&](std::size_t i) {
    const ObjectId& id = constraints[i]->object.id;
    if (!mentions_project_function(*constraints[i], symbols))
      tables[i] = symbols.relation(id.namespace_, id.relation, {});
  });
  for (std::size_t i = 0; i < constraints.size(); ++i)
    if (tables[i] != nullptr) symbols.add_alias(constraints[i]->object.id, *tables[i]);
  for (std::size_t i = 0; i < constraints.size(); ++i) {
    if (tables[i] != nullptr) {
      // Another definition is a second table of that name, which is reported.
      if (auto* table = std::get_if<LinkmlDefinition>(&tables[i]->definition))
        table->constraints.push_back(std::move(constraints[i]));
      continue;
    }
    auto object = std::make_unique<UnlinkedObject>();
    fill(*object, std::move(constraints[i]));
    symbols.add(objects.push_back(std::move(object)));
  }
}

void add_objects(std::vector<std::unique_ptr<LoweredObject>> lowered, const Project& project,
                 const SourceMap& sources, UnlinkedObjects& objects, Symbols& symbols,
                 std::vector<AlteringStatement>& changes, Diagnostics& diagnostics) {
  enum class Way : char { separate, fold, read };
  std::vector<Way> ways(lowered.size());
  parallel_for_each(Pieces(lowered.size(), 512), [&](std::size_t i) {
    const Object& object = lowered[i]->object;
    const auto* constraint = body_as<Constraint>(object);
    ways[i] = object.id.kind == Kind::statements && object.id.relation.empty()           ? Way::read
              : constraint != nullptr && constraint->type != ConstraintType::foreign_key ? Way::fold
                                                                                         : Way::separate;
  });
  std::vector<std::unique_ptr<LoweredObject>> constraints, others;
  others.reserve(lowered.size());
  constraints.reserve(lowered.size());
  for (std::size_t i = 0; i < lowered.size(); ++i) {
    if (ways[i] != Way::read) {
      (ways[i] == Way::fold ? constraints : others).push_back(std::move(lowered[i]));
      continue;
    }
    for (const WrittenSql& written : lowered[i]->written)
      read_sql({written.sql, place_of(written, sources), {project.lower.default_namespace, "public"}},
               objects, symbols, changes, diagnostics);
  }
  add_unlinked(std::move(others), objects, symbols, diagnostics);
  fold_constraints(std::move(constraints), objects, symbols);
}

}  // namespace

Place place_of(const WrittenSql& written, const SourceMap& sources) {
  const linkml::Value& source = written.source;
  const std::size_t shift = std::min(source.scalar.find(written.sql), source.scalar.size());
  // A separate file has its text as the value, byte for byte; a scalar in YAML does not.
  const bool whole_file = source.span.known() && source.span.begin == 0 &&
                          source.style == linkml::ScalarStyle::literal &&
                          sources.text(source.span.file) == source.scalar;
  if (whole_file)
    return [file = source.span.file, shift](std::size_t offset, std::size_t length) {
      const auto begin = static_cast<std::uint32_t>(offset + shift);
      return Span{file, begin, begin + static_cast<std::uint32_t>(length)};
    };
  return [value = source, shift, &sources](std::size_t offset, std::size_t length) {
    return linkml::span_in_scalar(sources, value, offset + shift, length);
  };
}

void write_module_cache(const Project& project, const Compiled& compiled, Files& files) {
  if (compiled.module_cache == nullptr || project.file.empty()) return;
  const std::optional<std::string> text = compiled.module_cache->text_to_keep();
  if (!text) return;
  try {
    files.write_if_changed(module_cache_path(project), *text);
  } catch (const OsError&) {
    // The next run parses again.
  }
}

void read_linkml(const Project& project, const Files& files, SourceMap& sources, UnlinkedObjects& objects,
                 Symbols& symbols, std::vector<AlteringStatement>& changes, Compiled& compiled,
                 Diagnostics& diagnostics) {
  if (project.linkml.empty()) return;
  std::vector<fs::path> roots;
  for (const std::string& root : project.linkml) roots.push_back(project.path(root));
  linkml::ResolveOptions resolve_options;
  resolve_options.importmap = project.importmap;
  resolve_options.base = project.folder;
  const auto cache = std::make_shared<yaml::TreeCache>(module_cache_text(project, files));
  resolve_options.cache = cache.get();
  linkml::InduceOptions induce_options;
  induce_options.slot_scope = project.slot_scope;
  induce_options.sql_types = extension_type_names();
  for (const auto& [name, type] : project.lower.types) induce_options.sql_types[name] = type;

  linkml::ModuleGraph modules = linkml::resolve(roots, resolve_options, files, sources, diagnostics);
  compiled.module_cache = cache;
  compiled.sources.insert(compiled.sources.end(), modules.sources.begin(), modules.sources.end());
  auto schema = std::make_shared<linkml::InducedSchema>(
      linkml::induce(std::move(modules), induce_options, sources, diagnostics));
  LowerOptions lower_options = project.lower;
  read_definitions(project, *schema, files, sources, lower_options, compiled.sources);
  Lowered lowered = lower(*schema, lower_options, diagnostics);
  compiled.schema = schema;
  compiled.storage = std::make_shared<const std::map<std::string, ClassStorage>>(std::move(lowered.storage));

  compiled.leftovers.push_back(std::move(lowered.leftovers));

  add_objects(std::move(lowered.objects), project, sources, objects, symbols, changes, diagnostics);
}

}  // namespace schemac
