#include "compile/link.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/parallel.h"
#include "catalog/ddl.h"
#include "compile/extensions.h"
#include "compile/linkml_sources.h"

namespace schemac {

namespace {

using To = sql::Reference::To;

bool is_servers(const sql::Reference& reference) {
  return reference.namespace_ == "pg_catalog" || reference.namespace_ == "information_schema" ||
         reference.namespace_ == "pg_temp" ||
         (reference.namespace_.empty() && reference.name.starts_with("pg_"));
}

std::optional<sql::ParseError> analyse_statements(std::string_view text,
                                                  std::vector<sql::Reference>& references) {
  sql::ParsedSql parsed = sql::parse(text);
  if (!parsed.errors.empty()) return parsed.errors.front();
  for (const sql::Statement& statement : parsed.statements)
    references.insert(references.end(), statement.references.begin(), statement.references.end());
  return std::nullopt;
}

std::optional<sql::ParseError> analyse(const WrittenSql& written, std::vector<sql::Reference>& references) {
  switch (grammar_of(written.field)) {
    case SqlGrammar::query:
      return sql::analyse_query(written.sql, references);
    case SqlGrammar::expression:
      return sql::analyse_expression(written.sql, references);
    case SqlGrammar::statements:
      return analyse_statements(written.sql, references);
  }
  return std::nullopt;
}

class Linker {
 public:
  Linker(UnlinkedObjects& objects, Symbols& symbols, const SourceMap& sources, Diagnostics& diagnostics)
      : objects_(objects), symbols_(symbols), sources_(sources), diagnostics_(diagnostics) {}

  void run() {
    std::vector<Begun> begun = begin();
    // Implied objects are appended during the loop and need no linking beyond their namespace.
    for (std::size_t i = 0; i < objects_.size(); ++i)
      if (!objects_[i].artifact.external && (i >= begun.size() || !begun[i].linked))
        link(objects_[i], i < begun.size() ? std::move(begun[i].written) : std::vector<ReadSql>{});
  }

 private:
  // Text of a person, parsed.
  struct ReadSql {
    UnlinkedSql text;
    std::optional<sql::ParseError> error;
  };
  // The part of an object that was done on all cores: everything, or its texts are parsed, in the order of
  // its definition.
  struct Begun {
    bool linked = false;
    std::vector<ReadSql> written;
  };

  void link(UnlinkedObject& object, std::vector<ReadSql> written) {
    Artifact& artifact = object.artifact;
    std::visit([&](auto& definition) { define(object, definition, written); }, object.definition);
    for (UnlinkedSql& text : object.alterations) artifact.statements.push_back(resolved(object, text));
    for (const DeclaredName& name : artifact.stated.declared_names) need(object, name.text, name.span);
    if (const std::string& name = artifact.id.namespace_; wants_namespace(name))
      depend(object, implied({Kind::namespace_, {}, {}, name}, Namespace{}));
    leave_out_repeated(artifact);
  }

  static void define(UnlinkedObject& /*object*/, LinkedDefinition& /*definition*/,
                     std::vector<ReadSql>& /*written*/) {}
  void define(UnlinkedObject& object, LinkmlDefinition& definition, std::vector<ReadSql>& written) {
    if (is_written_by_hand(definition)) {  // else begin() has printed it
      ReadSql* next = written.data();
      print(object, definition, next);
    }
    foreign_key(object, definition);
  }
  void define(UnlinkedObject& object, SqlDefinition& definition, std::vector<ReadSql>& /*written*/) {
    object.artifact.statements.push_back(resolved(object, *definition.statement));
  }

  static bool wants_namespace(const std::string& name) {
    return !name.empty() && name != "public" && name != "pg_catalog";
  }

  static void leave_out_repeated(Artifact& artifact) {
    std::erase(artifact.depends_on, artifact.id);
    if (!artifact.stated.declared.empty()) std::erase(artifact.stated.declared.edit(), artifact.id);
    std::erase_if(artifact.soft_depends_on, [&](const ObjectId& id) {
      return id == artifact.id || std::find(artifact.depends_on.begin(), artifact.depends_on.end(), id) !=
                                      artifact.depends_on.end();
    });
  }

  // ---- objects from LinkML ----

  static bool is_written_by_hand(const LinkmlDefinition& definition) {
    const auto has_text = [](const auto& lowered) { return !lowered->written.empty(); };
    return has_text(definition.object) ||
           std::any_of(definition.constraints.begin(), definition.constraints.end(), has_text);
  }

  // Objects without text of a person change neither symbols nor other objects.
  std::vector<Begun> begin() {
    const std::size_t count = objects_.size();
    std::vector<Begun> begun(count);
    parallel_for_each(Pieces(count, 128), [&](std::size_t i) {
      UnlinkedObject& object = objects_[i];
      auto* linkml = std::get_if<LinkmlDefinition>(&object.definition);
      if (linkml == nullptr) return;
      if (is_written_by_hand(*linkml)) {
        read(*linkml->object, begun[i].written);
        for (const auto& constraint : linkml->constraints) read(*constraint, begun[i].written);
        return;
      }
      ReadSql* none = nullptr;
      print(object, *linkml, none);
      begun[i].linked = link_own(object, *linkml);
    });
    return begun;
  }

  // False if more than its own references must be linked.
  bool link_own(UnlinkedObject& object, const LinkmlDefinition& definition) {
    Artifact& artifact = object.artifact;
    if (!object.alterations.empty() || !artifact.stated.declared_names.empty()) return false;
    if (const std::string& name = artifact.id.namespace_; wants_namespace(name)) {
      const UnlinkedObject* namespace_ = symbols_.find({Kind::namespace_, {}, {}, name});
      if (namespace_ == nullptr) return false;
      depend(object, *namespace_);
    }
    foreign_key(object, definition);
    leave_out_repeated(artifact);
    return true;
  }

  void read(const LoweredObject& lowered, std::vector<ReadSql>& to) const {
    for (const WrittenSql& written : lowered.written) {
      UnlinkedSql text;
      text.text = written.sql;
      text.place = place_of(written, sources_);
      text.search_path = {lowered.object.id.namespace_};
      if (lowered.object.id.namespace_ != "public") text.search_path.push_back("public");
      auto error = analyse(written, text.references);
      to.push_back({std::move(text), std::move(error)});
    }
  }

  // next: the definition's texts, parsed; afterwards it points behind them.
  void print(UnlinkedObject& object, LinkmlDefinition& definition, ReadSql*& next) {
    print(object, *definition.object, next);
    for (const auto& constraint : definition.constraints) print(object, *constraint, next);
  }

  void print(UnlinkedObject& object, LoweredObject& lowered, ReadSql*& next) {
    for (const Dependency& dependency : lowered.object.depends_on) {
      const UnlinkedObject* on = symbols_.find(dependency.on);
      const ObjectId& id = on != nullptr ? on->artifact.id : dependency.on;
      (dependency.type == DependencyType::soft ? object.artifact.soft_depends_on : object.artifact.depends_on)
          .push_back(id);
    }
    for (const WrittenSql& written : lowered.written) {
      auto& [text, error] = *next++;
      object.artifact.canonical = false;
      const bool query = grammar_of(written.field) == SqlGrammar::query;
      if (error) {
        sql::report_parse_error(*error, text.place(error->offset, 1),
                                query ? "a definition must be one query: SELECT, WITH, VALUES or TABLE" : "",
                                "an annotation must be plain SQL; remove the command", diagnostics_);
        continue;
      }
      std::string qualified = resolved(object, text);
      // A comment at the end would hide the rest of the statement after the query.
      if (const auto pieces = query ? sql::split(qualified) : std::vector<sql::Piece>{}; !pieces.empty())
        qualified.erase(pieces.front().offset + pieces.front().length);
      if (qualified != written.sql) assign_sql(lowered, written.field, std::move(qualified));
    }
    for (std::string& statement : create_statements(lowered.object))
      object.artifact.statements.push_back(std::move(statement));
  }

  // The key or unique index that a foreign key refers to.
  void foreign_key(UnlinkedObject& object, const LinkmlDefinition& definition) {
    const auto* constraint = body_as<Constraint>(definition.object->object);
    if (constraint == nullptr || constraint->type != ConstraintType::foreign_key) return;
    if (const auto name = sql::parse_name(constraint->referenced_table); name && name->size() == 2)
      keys_of(object, {Kind::table, (*name)[0], {}, (*name)[1]}, constraint->referenced_columns);
  }

  void keys_of(UnlinkedObject& object, const ObjectId& table, std::vector<std::string> columns) {
    std::sort(columns.begin(), columns.end());
    for (const UnlinkedObject* part : symbols_.parts_of(table)) {
      const std::vector<std::string>* key = part == &object ? nullptr : unique_key_of(*part);
      if (key == nullptr) continue;
      std::vector<std::string> own = *key;
      std::sort(own.begin(), own.end());
      if (own.empty() || own == columns) object.artifact.depends_on.push_back(part->artifact.id);
    }
  }

  // ---- names ----

  std::string resolved(UnlinkedObject& object, UnlinkedSql& text) {
    std::vector<sql::Replacement> replacements;
    for (const sql::Reference& reference : text.references) {
      const std::string name = resolve(object, text, reference);
      if (!name.empty() && reference.length > 0)
        replacements.push_back(
            {reference.offset, reference.length, reference.literal ? quote_literal(name) : name});
    }
    if (text.own && text.id_length > 0 && !text.own->namespace_.empty()) {
      const ObjectId& own = *text.own;
      // An object on a relation has the relation's name there, except an index.
      const std::string bare = own.kind == Kind::index       ? own.name
                               : !own.relation.empty()       ? own.relation
                               : name_is_signature(own.kind) ? routine_name(own.name)
                                                             : own.name;
      if (own.kind != Kind::operator_ && own.kind != Kind::operator_class &&
          own.kind != Kind::operator_family)
        replacements.push_back({text.id_offset, text.id_length, qualified_name(own.namespace_, bare)});
    }
    std::sort(replacements.begin(), replacements.end(),
              [](const sql::Replacement& a, const sql::Replacement& b) { return a.offset < b.offset; });
    std::size_t end = 0;
    std::erase_if(replacements, [&](const sql::Replacement& r) {
      if (r.offset < end) return true;
      end = r.offset + r.length;
      return false;
    });
    return sql::replace(text.text, replacements);
  }

  void add(UnlinkedObject& object, const sql::Reference& reference, const UnlinkedObject& on) {
    (reference.soft ? object.artifact.soft_depends_on : object.artifact.depends_on).push_back(on.artifact.id);
  }

  // The replacement for the name; empty if it stays unchanged.
  std::string resolve(UnlinkedObject& object, const UnlinkedSql& text, const sql::Reference& r) {
    const auto& path = text.search_path;
    switch (r.to) {
      case To::relation:
        return relation(object, text, r);
      case To::sequence: {
        if (const UnlinkedObject* found = symbols_.relation(r.namespace_, r.name, path)) {
          add(object, r, *found);
          return qualified_name(found->artifact.id);
        }
        implicit_sequence(object, r, path);
        return {};
      }
      case To::type:
        if (const UnlinkedObject* found = symbols_.type(r.namespace_, r.name, path))
          add(object, r, *found);
        else
          implied_extension(object, r, extension_of_type(r.name));
        return {};
      case To::function: {
        const auto found = symbols_.functions(r.namespace_, r.name, r.argument_count, path);
        for (const UnlinkedObject* each : found) add(object, r, *each);
        if (found.empty()) implied_extension(object, r, extension_of_function(r.name));
        return {};
      }
      case To::operator_class:
        implied_extension(object, r, extension_of_operator_class(r.name));
        return {};
      case To::key:
        if (const UnlinkedObject* table = symbols_.relation(r.namespace_, r.name, path))
          keys_of(object, table->artifact.id, r.columns);
        return {};
      case To::index:
        if (const UnlinkedObject* found = symbols_.relation(r.namespace_, r.name, path))
          add(object, r, *found);
        return {};
      case To::operator_:
        operators(object, r, path);
        return {};
      case To::collation:
        by_name(object, r, Kind::collation, path);
        return {};
      case To::extension:
        by_name(object, r, Kind::extension, path);
        return {};
      case To::language:
        by_name(object, r, Kind::language, path);
        return {};
      case To::foreign_data_wrapper:
        by_name(object, r, Kind::foreign_data_wrapper, path);
        return {};
      case To::foreign_server:
        by_name(object, r, Kind::foreign_server, path);
        return {};
      case To::text_search:
        by_name(object, r, Kind::text_search_configuration, path);
        return {};
      case To::namespace_:
        if (r.name != "public") depend(object, implied({Kind::namespace_, {}, {}, r.name}, Namespace{}));
        return {};
      case To::role:
      case To::constraint:
        return {};
    }
    return {};
  }

  void by_name(UnlinkedObject& object, const sql::Reference& r, Kind kind,
               const std::vector<std::string>& path) {
    if (const UnlinkedObject* found = symbols_.named(kind, r.namespace_, r.name, path))
      add(object, r, *found);
  }

  std::string relation(UnlinkedObject& object, const UnlinkedSql& text, const sql::Reference& r) {
    if (const UnlinkedObject* found = symbols_.relation(r.namespace_, r.name, text.search_path)) {
      add(object, r, *found);
      return qualified_name(found->artifact.id);
    }
    if (r.soft || is_servers(r)) return {};
    if (const std::string_view extension = extension_of_relation(r.name); !extension.empty()) {
      implied_extension(object, r, extension);
      return {};
    }
    // In a rule, NEW and OLD are relations for the grammar; a view's own text never names them.
    if (r.namespace_.empty() && (r.name == "new" || r.name == "old") && object.artifact.id.kind == Kind::rule)
      return {};
    const std::string near = did_you_mean(symbols_.nearest_relation(r.namespace_, r.name));
    diagnostics_.error("unknown-relation",
                       r.length > 0 ? text.place(r.offset, r.length) : object.artifact.span,
                       fmt::format("no source defines relation '{}'", qualified_name(r.namespace_, r.name)),
                       near.empty() ? "define it, or list it in `external:` of the project file" : near);
    return {};
  }

  // "t_id_seq" of a serial or identity column belongs to its table.
  void implicit_sequence(UnlinkedObject& object, const sql::Reference& r,
                         const std::vector<std::string>& path) {
    for (std::size_t at = r.name.rfind('_'); at != std::string::npos && at > 0;
         at = r.name.rfind('_', at - 1))
      if (const UnlinkedObject* table = symbols_.relation(r.namespace_, r.name.substr(0, at), path))
        return add(object, r, *table);
  }

  void operators(UnlinkedObject& object, const sql::Reference& r, const std::vector<std::string>& path) {
    for (const UnlinkedObject& other : objects_) {
      const ObjectId& id = other.artifact.id;
      if (id.kind != Kind::operator_ || !id.name.starts_with(r.name + "(")) continue;
      const bool visible = r.namespace_.empty()
                               ? std::find(path.begin(), path.end(), id.namespace_) != path.end()
                               : id.namespace_ == r.namespace_;
      if (visible) add(object, r, other);
    }
  }

  void implied_extension(UnlinkedObject& object, const sql::Reference& r, std::string_view extension) {
    if (extension.empty() || r.soft || object.artifact.id.kind == Kind::extension) return;
    depend(object, implied({Kind::extension, {}, {}, std::string(extension)}, Extension{"public", {}}));
  }

  static void depend(UnlinkedObject& object, const UnlinkedObject& on) {
    object.artifact.depends_on.push_back(on.artifact.id);
  }

  static void declare(UnlinkedObject& object, const UnlinkedObject& on) {
    depend(object, on);
    object.artifact.stated.declared.push_back(on.artifact.id);
  }

  const UnlinkedObject& implied(ObjectId id, Body body) {
    if (const UnlinkedObject* found = symbols_.find(id)) return *found;
    UnlinkedObject object;
    object.artifact.id = id;
    object.artifact.canonical = true;
    Object value;
    value.id = std::move(id);
    value.body = std::move(body);
    object.artifact.statements = create_statements(value);
    objects_.push_back(std::move(object));
    symbols_.add(objects_.back());
    return objects_.back();
  }

  void need(UnlinkedObject& object, const std::string& name, const Span& span) {
    if (const auto id = parse_object_id(name))
      if (const UnlinkedObject* found = symbols_.find(*id)) return declare(object, *found);
    const std::string bare = name.substr(0, name.find('('));
    const auto parts = sql::parse_name(bare);
    if (parts && parts->size() <= 2) {
      const std::string namespace_ = parts->size() == 2 ? parts->front() : std::string();
      if (const UnlinkedObject* found = symbols_.relation(namespace_, parts->back(), object.need_path))
        return declare(object, *found);
      const auto functions = symbols_.functions(namespace_, parts->back(), -1, object.need_path);
      for (const UnlinkedObject* found : functions) declare(object, *found);
      if (!functions.empty()) return;
      if (const UnlinkedObject* found = symbols_.type(namespace_, parts->back(), object.need_path))
        return declare(object, *found);
    }
    const std::string near =
        parts
            ? did_you_mean(symbols_.nearest_relation(parts->size() == 2 ? parts->front() : "", parts->back()))
            : "";
    diagnostics_.error("unknown-relation", span,
                       fmt::format("it depends on '{}', which no source defines", name), near);
  }

  UnlinkedObjects& objects_;
  Symbols& symbols_;
  const SourceMap& sources_;
  Diagnostics& diagnostics_;
};

}  // namespace

void link(UnlinkedObjects& objects, Symbols& symbols, const SourceMap& sources, Diagnostics& diagnostics) {
  Linker(objects, symbols, sources, diagnostics).run();
}

}  // namespace schemac
