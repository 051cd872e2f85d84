#include "compile/sql_sources.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "catalog/in_words.h"
#include "sqlfile/directive.h"

namespace schemac {

namespace {

using Verb = sql::Statement::Verb;

// Settings that pg_dump writes before the first object. A source is not run under them, so a setting that
// changes the meaning of a text, or what it creates, may only have the value with which the tool reads
// sources.
struct KnownSetting {
  std::string_view name;
  std::string_view only;  // the required value, or DEFAULT; empty: any
  std::string_view instead;
};
constexpr std::array<KnownSetting, 15> known_settings = {
    {{"statement_timeout", "", ""},
     {"lock_timeout", "", ""},
     {"idle_in_transaction_session_timeout", "", ""},
     {"transaction_timeout", "", ""},
     {"client_encoding", "utf8", "save the file as UTF-8"},
     {"standard_conforming_strings", "on", "write E'…' for backslash escapes"},
     {"array_nulls", "on", "write the array as ARRAY[…]"},
     {"transform_null_equals", "off", "write IS NULL"},
     {"check_function_bodies", "", ""},
     {"xmloption", "", ""},
     {"client_min_messages", "", ""},
     {"row_security", "", ""},
     {"default_tablespace", "", "state TABLESPACE in the statement"},
     {"default_table_access_method", "heap", "state USING in the statement"},
     {"default_toast_compression", "", ""}}};

bool has_known_value(const KnownSetting& known, const std::vector<std::string>& values) {
  if (known.instead.empty() || values.empty()) return true;
  std::string value = values.front();
  std::erase_if(value, [](char c) { return c == '-' || c == '_'; });  // UTF-8
  std::transform(value.begin(), value.end(), value.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (value == "true" || value == "yes" || value == "1") value = "on";
  if (value == "false" || value == "no" || value == "0") value = "off";
  if (value == "unicode") value = "utf8";
  return values.size() == 1 && value == known.only;
}

std::string data_hint(const std::string& node) {
  if (node == "RefreshMatViewStmt") return "refresh views with `schemac refresh`";
  if (node == "SelectStmt") return "a query has no effect here; put a check of data into a database test";
  return "rows are not part of a schema: use `schemac load` or a migration";
}

void check_directives(const sql::Statement& statement, Span span, Diagnostics& diagnostics) {
  for (const std::string& directive : statement.directives) {
    const std::string word = directive.substr(0, directive.find(' '));
    if (word == "object" || word == "opaque") continue;
    static constexpr std::array<std::string_view, 4> words = {"renamed_from", "depends_on", "object",
                                                              "opaque"};
    const std::string near = did_you_mean(nearest_name(word, words));
    diagnostics.error("unknown-directive", span,
                      fmt::format("'-- schemac: {}' is not a directive for this statement", directive),
                      near.empty() ? "the directives are renamed_from, depends_on, object and opaque" : near);
  }
}

// What the statement that creates an object states about it.
Stated stated_by_create(sql::Statement& statement, Span span, Diagnostics& diagnostics) {
  check_directives(statement, span, diagnostics);
  for (DeclaredName& name : statement.stated.declared_names) name.span = span;
  return std::move(statement.stated);
}

// What a statement that changes an object states about it.
void add_stated(sql::Statement& statement, Span span, Stated& to, Diagnostics& diagnostics) {
  Stated stated = stated_by_create(statement, span, diagnostics);
  if (stated.renamed_from)
    diagnostics.error("unknown-directive", span,
                      "'-- schemac: renamed_from' is before a statement that creates no object",
                      "move it to the line before the CREATE statement");
  to.attributes.add(stated.attributes);
  to.declared_names.append(stated.declared_names.begin(), stated.declared_names.end());
}

class Reader {
 public:
  Reader(const SqlSource& source, UnlinkedObjects& objects, Symbols& symbols,
         std::vector<AlteringStatement>& changes, Diagnostics& diagnostics)
      : source_(source),
        objects_(objects),
        symbols_(symbols),
        changes_(changes),
        diagnostics_(diagnostics),
        path_(source.search_path) {}

  void run() {
    sql::ParsedSql parsed = sql::parse(source_.text);
    for (const sql::ParseError& error : parsed.errors) {
      sql::report_parse_error(
          error, source_.place(error.offset, 1),
          "for syntax newer than the grammar of this build (`schemac --version`), put "
          "`-- schemac: object KIND NAME` and `-- schemac: depends_on NAME, …` before the statement",
          "sources are plain SQL; remove the line", diagnostics_);
    }
    for (const sql::Piece& name : sql::long_names(source_.text))
      diagnostics_.error(
          "name-too-long", source_.place(name.offset, name.length),
          fmt::format("this name is longer than the {} bytes that PostgreSQL keeps", max_identifier_bytes),
          "shorten it: PostgreSQL truncates longer names");
    for (sql::Statement& statement : parsed.statements) read(statement);
  }

 private:
  Span span_of(const sql::Statement& statement) const {
    return source_.place(statement.offset, statement.length);
  }

  bool is_verbatim(const sql::Statement& statement) const {
    return source_.text.compare(statement.offset, statement.length, statement.text) == 0;
  }

  UnlinkedSql text_of(const sql::Statement& statement) const {
    UnlinkedSql text;
    text.text = statement.text;
    text.references = statement.references;
    text.search_path = path_;
    text.id_offset = statement.id_offset;
    text.id_length = statement.id_length;
    if (is_verbatim(statement)) {
      text.place = [place = source_.place, base = statement.offset](std::size_t offset, std::size_t length) {
        return place(base + offset, length);
      };
    } else {  // a part of a statement that was split: its positions are those of the whole statement
      text.place = [span = span_of(statement)](std::size_t, std::size_t) { return span; };
    }
    return text;
  }

  void read(sql::Statement& statement) {
    switch (statement.verb) {
      case Verb::create:
        create(statement);
        return;
      case Verb::alter:
      case Verb::grant:
      case Verb::comment:
      case Verb::security_label:
        changes_.push_back({statement, text_of(statement), span_of(statement)});
        return;
      case Verb::setting:
        setting(statement);
        return;
      case Verb::opaque:
        opaque(statement);
        return;
      case Verb::transaction:
        return;  // a dump of one transaction
      case Verb::data:
        diagnostics_.error("not-a-definition", source_.place(statement.offset, first_word(statement)),
                           "this statement defines nothing", data_hint(statement.node));
        return;
      case Verb::forbidden:
        diagnostics_.error("forbidden-statement", source_.place(statement.offset, first_word(statement)),
                           "this statement cannot be a source", statement.why_forbidden);
        return;
      case Verb::other_ddl:
        diagnostics_.error("forbidden-statement", source_.place(statement.offset, first_word(statement)),
                           "schemac does not support this kind of object", "put it into a migration");
        return;
    }
  }

  static std::size_t first_word(const sql::Statement& statement) {
    return std::min(statement.text.find_first_of(" \t\r\n(;"), statement.length);
  }

  void setting(const sql::Statement& statement) {
    if (statement.setting == "search_path") {
      std::erase_if(path_, [](const std::string&) { return true; });
      for (const std::string& name : statement.values)
        if (!name.empty() && name != "$user" && name != "pg_catalog") path_.push_back(name);
      if (path_.empty()) path_ = source_.search_path;
      return;
    }
    const auto* known = std::find_if(known_settings.begin(), known_settings.end(),
                                     [&](const KnownSetting& one) { return one.name == statement.setting; });
    if (known != known_settings.end()) {
      if (has_known_value(*known, statement.values)) return;
      diagnostics_.error(
          "forbidden-statement", source_.place(statement.offset, first_word(statement)),
          fmt::format("sources are read with {} = {}", known->name, known->only.empty() ? "''" : known->only),
          std::string(known->instead));
      return;
    }
    diagnostics_.error("forbidden-statement", source_.place(statement.offset, first_word(statement)),
                       fmt::format("a source cannot set '{}'", statement.setting),
                       "sources may set search_path and the settings that pg_dump writes");
  }

  void create(sql::Statement& statement) {
    ObjectId id = *statement.id;
    const bool part = !id.relation.empty();
    if (part || statement.id->kind == Kind::constraint) {
      changes_.push_back({statement, text_of(statement), span_of(statement)});  // after its table is known
      return;
    }
    if (id.namespace_.empty() && is_in_schema(id.kind)) id.namespace_ = path_.front();
    if (id.kind == Kind::namespace_ && id.name == "public") return;
    UnlinkedSql text = text_of(statement);
    text.own = id;
    add(std::move(id), statement, std::move(text));
  }

  void add(ObjectId id, sql::Statement& statement, UnlinkedSql text) {
    UnlinkedObject object;
    object.artifact.id = std::move(id);
    object.artifact.span =
        statement.id_length > 0 ? text.place(statement.id_offset, statement.id_length) : span_of(statement);
    for (const sql::StatementColumn& column : statement.columns)
      object.artifact.columns.push_back({column.name, column.type});
    object.artifact.stated = stated_by_create(statement, span_of(statement), diagnostics_);
    object.need_path = path_;
    object.definition = SqlDefinition{std::move(text), false, {}};
    objects_.push_back(std::move(object));
    report_duplicate(objects_, symbols_, diagnostics_);
  }

  // For a statement that the parser does not know, a directive states what it creates: "-- schemac: object
  // view s.v".
  void opaque(sql::Statement& statement) {
    for (const std::string& directive : statement.directives) {
      if (!directive.starts_with("object ")) continue;
      auto id = parse_object_id(directive.substr(7));
      if (!id) break;
      if (id->namespace_.empty() && is_in_schema(id->kind)) id->namespace_ = path_.front();
      return add(std::move(*id), statement, text_of(statement));
    }
    add({Kind::statements, {}, {}, "statement " + sql::canonical_tokens(statement.text).substr(0, 40)},
        statement, text_of(statement));
  }

 public:
  static void report_duplicate(UnlinkedObjects& objects, Symbols& symbols, Diagnostics& diagnostics) {
    UnlinkedObject& object = objects.back();
    if (symbols.add(object)) return;
    UnlinkedObject& first = *symbols.find(object.artifact.id);
    if (!first.artifact.span.known()) {  // implied (a namespace, an extension): the written one replaces it
      object.artifact.depends_on.insert(object.artifact.depends_on.end(), first.artifact.depends_on.begin(),
                                        first.artifact.depends_on.end());
      // The id stays at its address: symbols refer to it.
      ObjectId id = std::move(first.artifact.id);
      first = std::move(object);
      first.artifact.id = std::move(id);
    } else {
      Diagnostic& diagnostic =
          diagnostics.error("duplicate-object", object.artifact.span,
                            fmt::format("{} is defined twice", in_words(object.artifact.id)),
                            "rename one of them, or remove it");
      diagnostic.notes.push_back({first.artifact.span, "the other one is here"});
    }
    objects.pop_back();
  }

 private:
  const SqlSource& source_;
  UnlinkedObjects& objects_;
  Symbols& symbols_;
  std::vector<AlteringStatement>& changes_;
  Diagnostics& diagnostics_;
  std::vector<std::string> path_;
};

// A check that calls one of the project's functions may close a cycle (the function may read the table), and
// a key USING INDEX needs the index, which needs the table: these stay separate objects. So does a constraint
// with declared dependencies, which may read the table, too.
bool stands_alone(const AlteringStatement& change, const Symbols& symbols) {
  if (change.statement.foreign_key || !change.statement.stated.declared_names.empty()) return true;
  return std::any_of(
      change.text.references.begin(), change.text.references.end(), [&](const sql::Reference& r) {
        if (r.to == sql::Reference::To::index) return true;
        return r.to == sql::Reference::To::function &&
               !symbols.functions(r.namespace_, r.name, r.argument_count, change.text.search_path).empty();
      });
}

void fold(AlteringStatement& change, UnlinkedObject& into, Diagnostics& diagnostics) {
  change.text.own = into.artifact.id;
  add_stated(change.statement, change.span, into.artifact.stated, diagnostics);
  into.artifact.canonical = false;
  into.alterations.push_back(std::move(change.text));
}

// The noun of GRANT for the object; empty if the statement is not about such objects.
std::string_view granted_noun(const std::string& what, Kind kind) {
  const std::string_view noun = traits_of(kind).grant_keyword;
  const bool meant = (what == "tables" && noun == "TABLE") || (what == "sequences" && noun == "SEQUENCE") ||
                     ((what == "functions" || what == "routines") && noun == "FUNCTION") ||
                     ((what == "procedures" || what == "routines") && noun == "PROCEDURE");
  return meant ? noun : std::string_view();
}

// GRANT … ON ALL … IN SCHEMA applies to the objects that the sources define there, in any file.
void grant_on_everything(const AlteringStatement& change, UnlinkedObjects& objects) {
  const sql::Statement::Everything& everything = *change.statement.everything;
  for (UnlinkedObject& object : objects) {
    const ObjectId& id = object.artifact.id;
    const std::string_view noun = granted_noun(everything.what, id.kind);
    const bool meant = !noun.empty() && !object.artifact.external &&
                       std::find(everything.namespaces.begin(), everything.namespaces.end(), id.namespace_) !=
                           everything.namespaces.end();
    if (!meant) continue;
    const std::string name =
        name_is_signature(id.kind) ? quote_identifier(id.namespace_) + "." + id.name : qualified_name(id);
    UnlinkedSql text = change.text;
    text.text =
        sql::replace(text.text, {{everything.offset, everything.length, std::string(noun) + " " + name}});
    text.references.clear();  // only roles, which no source defines
    text.place = [span = change.span](std::size_t, std::size_t) { return span; };
    object.artifact.stated.attributes.grants = true;
    object.artifact.canonical = false;
    object.alterations.push_back(std::move(text));
  }
}

// What statements about objects of other statements become: objects on a relation, or a part of a draft.
class AlterationFolder {
 public:
  AlterationFolder(UnlinkedObjects& objects, Symbols& symbols, Diagnostics& diagnostics)
      : objects_(objects), symbols_(symbols), diagnostics_(diagnostics) {}

  // Indexes, triggers, policies, constraints.
  void create_on_relation(AlteringStatement& change) {
    ObjectId id = *change.statement.id;
    UnlinkedObject* table = symbols_.relation(id.namespace_, id.relation, change.text.search_path);
    if (table == nullptr) {
      unknown(change, {Kind::table, id.namespace_, {}, id.relation});
      return;
    }
    id.namespace_ = table->artifact.id.namespace_;
    if (id.kind == Kind::constraint && !stands_alone(change, symbols_)) {
      if (symbols_.find(id) != nullptr) {
        diagnostics_.error("duplicate-object", change.span, fmt::format("{} is defined twice", in_words(id)));
        return;
      }
      symbols_.add_alias(symbols_.keep(id), *table);
      fold(change, *table, diagnostics_);
      return;
    }
    UnlinkedObject object;
    object.artifact.id = id;
    object.artifact.depends_on.push_back(table->artifact.id);
    object.artifact.stated = stated_by_create(change.statement, change.span, diagnostics_);
    SqlDefinition definition;
    definition.unique = change.statement.key;
    for (const sql::StatementColumn& column : change.statement.columns)
      definition.key_columns.push_back(column.name);
    if (id.kind == Kind::constraint) change.text.own = table->artifact.id;
    definition.statement = std::move(change.text);
    object.need_path = definition.statement->search_path;
    object.definition = std::move(definition);
    add(std::move(object), change.span);
  }

  void alter(AlteringStatement& change) {
    if (change.statement.everything) {
      Stated unused;  // it is about many objects: what it states in comments is about none of them
      add_stated(change.statement, change.span, unused, diagnostics_);
      grant_on_everything(change, objects_);
      return;
    }
    const ObjectId& id = *change.statement.id;
    UnlinkedObject* target = symbols_.target(id, change.text.search_path);
    if (target == nullptr && id.kind == Kind::namespace_ && id.name == "public") {
      alter_public(change);
    } else if (target != nullptr && change.statement.owned_by && change.statement.node == "AlterSeqStmt") {
      own_sequence(change, *target);
    } else {
      alter_object(change, target);
    }
  }

 private:
  void unknown(const AlteringStatement& change, const ObjectId& id) {
    Span span = change.statement.id_length > 0
                    ? change.text.place(change.statement.id_offset, change.statement.id_length)
                    : change.span;
    for (const sql::Reference& reference : change.text.references)
      if (change.statement.id_length == 0 && reference.length > 0 && reference.name == id.name)
        span = change.text.place(reference.offset, reference.length);
    diagnostics_.error("unknown-object", span, fmt::format("no source defines {}", in_words(id)),
                       did_you_mean(symbols_.nearest(id)));
  }

  void add(UnlinkedObject object, const Span& span) {
    object.artifact.span = span;
    objects_.push_back(std::move(object));
    Reader::report_duplicate(objects_, symbols_, diagnostics_);
  }

  // No source creates this namespace; statements about it are a separate object.
  void alter_public(AlteringStatement& change) {
    UnlinkedObject object;
    object.artifact.id = {Kind::statements, {}, {}, "public " + sql::canonical_tokens(change.text.text)};
    add_stated(change.statement, change.span, object.artifact.stated, diagnostics_);
    object.artifact.stated.attributes = {};  // those of the namespace, which is not this object
    object.need_path = change.text.search_path;
    object.definition = SqlDefinition{std::move(change.text), false, {}};
    add(std::move(object), change.span);
  }

  // ALTER SEQUENCE … OWNED BY needs the table, whose default needs the sequence: it is part of the table.
  void own_sequence(AlteringStatement& change, const UnlinkedObject& sequence) {
    const ObjectId& owner = *change.statement.owned_by;
    UnlinkedObject* table = symbols_.relation(owner.namespace_, owner.name, change.text.search_path);
    if (table == nullptr) {
      unknown(change, owner);
      return;
    }
    change.text.own = sequence.artifact.id;
    table->artifact.depends_on.push_back(sequence.artifact.id);
    table->artifact.canonical = false;
    table->alterations.push_back(std::move(change.text));
  }

  void alter_object(AlteringStatement& change, UnlinkedObject* target) {
    const ObjectId& id = *change.statement.id;
    // A constraint inside its table, and the index behind one, belong to the table.
    const bool of_table = id.kind == Kind::constraint || id.kind == Kind::index;
    const std::optional<ObjectId>& owner = change.statement.owned_by;
    UnlinkedObject* table = of_table && owner
                                ? symbols_.relation(owner->namespace_, owner->name, change.text.search_path)
                                : nullptr;
    if (target == nullptr && table == nullptr && id.kind == Kind::index)
      table = symbols_.key_with_index(id, change.text.search_path);
    if (target == nullptr) target = table;
    if (target == nullptr || target->artifact.external) {
      unknown(change, id);
      return;
    }
    if (target->need_path.empty()) target->need_path = change.text.search_path;
    fold(change, *target, diagnostics_);
    // ALTER TABLE names the table where COMMENT ON INDEX names the index.
    if (table != nullptr && id.kind == Kind::index) target->alterations.back().own = table->artifact.id;
  }

  UnlinkedObjects& objects_;
  Symbols& symbols_;
  Diagnostics& diagnostics_;
};

}  // namespace

void read_sql(const SqlSource& source, UnlinkedObjects& objects, Symbols& symbols,
              std::vector<AlteringStatement>& changes, Diagnostics& diagnostics) {
  Reader(source, objects, symbols, changes, diagnostics).run();
}

void fold_alterations(std::vector<AlteringStatement> changes, UnlinkedObjects& objects, Symbols& symbols,
                      Diagnostics& diagnostics) {
  AlterationFolder folder(objects, symbols, diagnostics);
  const auto creates = [](const AlteringStatement& change) { return change.statement.verb == Verb::create; };
  for (AlteringStatement& change : changes) {
    if (creates(change)) folder.create_on_relation(change);
  }
  for (AlteringStatement& change : changes) {
    if (!creates(change)) folder.alter(change);
  }
}

}  // namespace schemac
