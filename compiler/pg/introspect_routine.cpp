// Types, routines, and the kinds that are one statement.
#include <algorithm>

#include "pg/introspect_reader.h"

namespace schemac::pg {

void Reader::types(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const Oid oid = f.oid();
    const char type = f.letter();
    const std::string* space = namespace_name(f.oid());
    const std::string name = f.text();
    const Oid owner = f.oid();
    f.oid();  // the array type is found through pg_depend
    std::string base = f.text();
    std::string collation = f.text();
    const bool not_null = f.flag();
    std::optional<std::string> expression = f.maybe();
    ObjectId id{Kind::enum_, space ? *space : std::string{}, {}, name};
    Body body;
    if (type == 'e') {
      body = Enum{};
    } else if (type == 'd') {
      id.kind = Kind::domain;
      Domain domain;
      domain.type = std::move(base);
      domain.collation = std::move(collation);
      domain.not_null = not_null;
      domain.default_expression = std::move(expression);
      body = std::move(domain);
    } else {
      id.kind = Kind::range_type;
      RangeType range;
      range.subtype = std::move(base);
      range.collation = std::move(collation);
      range.operator_class = f.text();
      range.canonical_function = f.text();
      range.difference_function = f.text();
      range.multirange_name = f.text();
      body = std::move(range);
    }
    add("pg_type", oid, std::move(id), std::move(body), owner);
  }
}

void Reader::enum_labels(const Rows& rows) {
  const Oid type_class = classes_.at("pg_type");
  for (const Row& row : rows) {
    Fields f(row);
    Object* object = object_at(key(type_class, f.oid()));
    if (object == nullptr) continue;
    if (auto* type = std::get_if<Enum>(&object->body)) type->labels.push_back(f.text());
  }
}

void Reader::routines(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const Oid oid = f.oid();
    const char prokind = f.letter();
    const std::string* space = namespace_name(f.oid());
    const std::string name = f.text();
    const Oid owner = f.oid();
    const std::string types = f.text();
    ObjectId id{prokind == 'a'   ? Kind::aggregate
                : prokind == 'p' ? Kind::procedure
                                 : Kind::function,
                space ? *space : std::string{},
                {},
                {}};
    id.name =
        quote_identifier(name) + '(' + (id.kind == Kind::aggregate && types.empty() ? "*" : types) + ')';
    Routine body;
    body.definition = f.text();
    while (!body.definition.empty() && body.definition.back() == '\n') body.definition.pop_back();
    body.result_type = f.text();
    body.arguments = f.text();
    body.language = f.text();
    body.sql_body = f.flag();
    const char volatility = f.letter();
    body.volatility = volatility == 'i' ? "immutable" : volatility == 's' ? "stable" : "volatile";
    // The definition of an aggregate is written when its row comes; that needs the plain name.
    if (id.kind == Kind::aggregate) body.definition = qualified_name(id.namespace_, name);
    add("pg_proc", oid, std::move(id), std::move(body), owner);
  }
}

namespace {

// The list of parts of CREATE AGGREGATE; an absent value leaves its part out.
class AggregateParts {
 public:
  void value(std::string_view name, const std::string& value) {
    if (value.empty()) return;
    text_ += (text_.empty() ? "" : ",") + std::string("\n  ") + std::string(name) + " = " + value;
  }
  void literal(std::string_view name, const std::optional<std::string>& text) {
    if (text) value(name, quote_literal(*text));
  }
  void flag(std::string_view name, bool set) {
    if (set) text_ += ",\n  " + std::string(name);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string finish_modify(char letter, char usual) {
  if (letter == usual) return {};
  return letter == 'r' ? "READ_ONLY" : letter == 's' ? "SHAREABLE" : "READ_WRITE";
}

}  // namespace

void Reader::aggregates(const Rows& rows) {
  const Oid routine_class = classes_.at("pg_proc");
  for (const Row& row : rows) {
    Fields f(row);
    Object* object = object_at(key(routine_class, f.oid()));
    if (object == nullptr) continue;
    auto& routine = std::get<Routine>(object->body);
    const char kind = f.letter();
    const char parallel = f.letter();
    AggregateParts parts;
    const char usual = kind == 'n' ? 'r' : 'w';
    parts.value("SFUNC", f.text());
    parts.value("STYPE", f.text());
    parts.value("SSPACE", f.text());
    parts.value("FINALFUNC", f.text());
    parts.flag("FINALFUNC_EXTRA", f.flag());
    parts.value("FINALFUNC_MODIFY", finish_modify(f.letter(), usual));
    parts.value("COMBINEFUNC", f.text());
    parts.value("SERIALFUNC", f.text());
    parts.value("DESERIALFUNC", f.text());
    parts.literal("INITCOND", f.maybe());
    const std::string moving = f.text();
    parts.value("MSFUNC", moving);
    parts.value("MINVFUNC", f.text());
    parts.value("MSTYPE", f.text());
    parts.value("MSSPACE", f.text());
    parts.value("MFINALFUNC", f.text());
    parts.flag("MFINALFUNC_EXTRA", f.flag());
    const char moving_modify = f.letter();
    if (!moving.empty()) parts.value("MFINALFUNC_MODIFY", finish_modify(moving_modify, usual));
    parts.literal("MINITCOND", f.maybe());
    parts.value("SORTOP", f.text());
    if (parallel != 'u') parts.value("PARALLEL", parallel == 's' ? "SAFE" : "RESTRICTED");
    parts.flag("HYPOTHETICAL", kind == 'h');
    const std::string arguments = routine.arguments.empty() ? "*" : routine.arguments;
    routine.definition =
        "CREATE AGGREGATE " + routine.definition + '(' + arguments + ") (" + parts.text() + "\n)";
  }
}

void Reader::scripted(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const std::string class_name = f.text();
    const Oid oid = f.oid();
    ObjectId id;
    id.kind = kind_of_name(f.text()).value();
    if (const std::string* space = namespace_name(f.oid())) id.namespace_ = *space;
    id.name = f.text();
    const Oid owner = f.oid();
    Scripted body;
    body.create = f.text();
    body.completion = f.list();
    body.drop = f.text();
    std::string unread = f.text();
    if (!unread.empty()) catalog_.unread.push_back(std::move(unread));
    add(class_name, oid, std::move(id), std::move(body), owner);
  }
}

}  // namespace schemac::pg
