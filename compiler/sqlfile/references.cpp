#include "sqlfile/references.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "sqlfile/type_name.h"

namespace schemac::sql {

namespace {

using To = Reference::To;

constexpr std::array<std::string_view, 17> function_properties = {
    "canonical", "combinefunc", "deserialfunc", "finalfunc", "function",    "input",
    "join",      "mfinalfunc",  "minvfunc",     "msfunc",    "output",      "procedure",
    "receive",   "restrict",    "serialfunc",   "sfunc",     "subtype_diff"};
constexpr std::array<std::string_view, 8> type_properties = {"basetype", "element",  "leftarg", "like",
                                                             "mstype",   "rightarg", "stype",   "subtype"};

// Operators that every server has for its own types; a view that uses them depends on no other object.
constexpr std::array<std::string_view, 34> common_operators = {
    "!=", "!~",  "!~*", "!~~", "!~~*", "#>", "#>>", "%",  "&&", "*",  "+",  "-",
    "->", "->>", "/",   "<",   "<=",   "<>", "=",   ">",  ">=", "?",  "?&", "?|",
    "@>", "<@",  "@@",  "^",   "|",    "||", "~",   "~*", "~~", "~~*"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Walks a tree without recursion: pending nodes are on an explicit stack, since a tree is as deep as the SQL.
class Walk {
 public:
  Walk(std::string_view text, const std::vector<Token>& tokens, std::size_t shift,
       std::vector<Reference>& out)
      : text_(text), tokens_(tokens), shift_(shift), out_(out) {}

  void run(const Json& tree) {
    value(tree);
    run();
  }
  void run(std::string_view node_name, const Json& node) {
    field(node_name, node, Json(), true);
    run();
  }

 private:
  struct Step {
    enum class Do {
      visit,
      visit_operand,  // of a cast that is known not to be of a literal
      visit_behind_with,
      hide,     // the name of this CTE
      restore,  // hidden names to the first `depth`
    } what = Do::visit;
    Json node;
    std::size_t depth = 0;
  };

  void run() {
    for (;;) {
      // Steps are added in the order in which they run.
      steps_.insert(steps_.end(), added_.rbegin(), added_.rend());
      added_.clear();
      if (steps_.empty()) return;
      const Step step = steps_.back();
      steps_.pop_back();
      switch (step.what) {
        case Step::Do::visit:
        case Step::Do::visit_operand:
        case Step::Do::visit_behind_with:
          visit(step);
          break;
        case Step::Do::hide:
          hidden_.push_back(step.node["CommonTableExpr"].value("ctename", ""));
          ++times_hidden_[hidden_.back()];
          break;
        case Step::Do::restore:
          for (; hidden_.size() > step.depth; hidden_.pop_back()) --times_hidden_[hidden_.back()];
          break;
      }
    }
  }

  void add(Step::Do what, const Json& node, std::size_t depth = 0) { added_.push_back({what, node, depth}); }
  void value(const Json& json) { add(Step::Do::visit, json); }

  void visit(const Step& step) {
    for (const Json& item : step.node) value(item);
    if (!step.node.is_object()) return;
    const Json& node = step.node;
    const bool behind_with = step.what == Step::Do::visit_behind_with;
    if (node.contains("withClause") && !behind_with) return with(node);
    if (node.contains("relname") && node.contains("relpersistence")) return relation(node);
    if (node.contains("names") && node.contains("typemod")) return type(node);
    if (node.contains("funcname")) return function(node);
    if (node.contains("collname")) {
      Reference reference = named(To::collation, node["collname"]);
      place(reference, token_at(tokens_, location(node)) + 1);
      if (reference.name != "default" && reference.namespace_ != "pg_catalog") out_.push_back(reference);
    }
    if (node.contains("lockedRels")) return;  // FOR UPDATE OF names aliases
    for (const auto& [key, child] : node.items())
      if (!behind_with || key != "withClause") field(key, child, node, step.what != Step::Do::visit_operand);
  }

  void field(std::string_view key, const Json& child, const Json& node, bool may_be_literal) {
    if (key == "TypeCast") return cast(child, may_be_literal);
    if (key == "A_Expr") operator_name(child);
    if (key == "DefineStmt") {
      value(child["args"]);
      define(child["definition"]);
    } else if (key == "CreateRangeStmt") {
      define(child["params"]);
    } else if (key == "IndexElem" && child.contains("opclass")) {
      out_.push_back(named(To::operator_class, child["opclass"]));
      value(child);
    } else if (key == "objname" && node.contains("objargs")) {
      Reference reference = named(To::function, child);
      reference.argument_count = int(node["objargs"].size());
      out_.push_back(std::move(reference));
    } else if (key == "func_name") {  // of CREATE CONVERSION
      out_.push_back(named(To::function, child));
    } else if (key == "Constraint") {
      constraint(child);
    } else if (key == "fdwname" || key == "servername") {
      Reference reference;
      reference.to = key == "fdwname" ? To::foreign_data_wrapper : To::foreign_server;
      reference.name = child.text();
      out_.push_back(std::move(reference));
    } else {
      value(child);
    }
  }

  void with(const Json& node) {
    const Json clause = node["withClause"];
    const bool recursive = clause.value("recursive", false);
    if (recursive)
      for (const Json& cte : clause["ctes"]) add(Step::Do::hide, cte);
    for (const Json& cte : clause["ctes"]) {
      value(cte["CommonTableExpr"]["ctequery"]);
      if (!recursive) add(Step::Do::hide, cte);
    }
    add(Step::Do::visit_behind_with, node);
    add(Step::Do::restore, {}, hidden_.size());
  }

  void relation(const Json& node) {
    Reference reference;
    reference.to = To::relation;
    reference.namespace_ = node.value("schemaname", "");
    reference.name = node["relname"].text();
    const auto hidden = times_hidden_.find(reference.name);
    if (reference.namespace_.empty() && hidden != times_hidden_.end() && hidden->second > 0) return;
    place(reference, token_at(tokens_, location(node)));
    out_.push_back(std::move(reference));
  }

  void type(const Json& node) {
    value(node["typmods"]);
    const Json& names = node["names"];
    Reference reference;
    if (node.value("pct_type", false) && names.size() >= 2) {  // t.c%TYPE: the relation is the reference
      std::vector<std::string> parts = name_parts(names);
      if (!parts.empty()) parts.pop_back();
      reference = named(To::relation, parts);
      out_.push_back(std::move(reference));
      return;
    }
    reference = named(To::type, names);
    if (reference.namespace_ == "pg_catalog") return;
    place(reference, token_at(tokens_, location(node)));
    out_.push_back(std::move(reference));
  }

  void function(const Json& node) {
    Reference reference = named(To::function, node["funcname"]);
    const Json args = node["args"];
    reference.argument_count = int(args.size());
    if (node.contains("location") || !node.contains("trigname")) {
      const std::size_t i = token_at(tokens_, location(node));
      const auto names_it = [&](std::size_t at) {
        return at < tokens_.size() && name_at(at) == reference.name;
      };
      if (names_it(i) || names_it(i + 2)) place(reference, i);
    } else {
      reference.argument_count = 0;
    }
    const bool sequence =
        reference.name == "nextval" || reference.name == "currval" || reference.name == "setval";
    if (reference.namespace_ != "pg_catalog" && !node.contains("sql_body") && !is_declaration(node))
      out_.push_back(reference);
    for (const auto& [key, child] : node.items()) {
      if (key == "funcname" || key == "args") continue;
      value(child);
    }
    std::size_t first = 0;
    if (sequence && !args.empty() && literal(args[0], To::sequence)) first = 1;
    for (std::size_t i = first; i < args.size(); ++i) value(args[i]);
  }

  // CREATE FUNCTION has its own name in the same field.
  static bool is_declaration(const Json& node) {
    return node.contains("parameters") || node.contains("returnType") || node.contains("options");
  }

  // The text of a string constant, also one cast to regclass or text.
  bool literal(Json node, To to) {
    while (node.contains("TypeCast")) node = node["TypeCast"]["arg"];
    if (!node.contains("A_Const") || !node["A_Const"].contains("sval")) return false;
    const std::string text = node["A_Const"]["sval"].value("sval", "");
    const auto parts = parse_name(text);
    if (!parts || parts->empty() || parts->size() > 2) return true;
    Reference reference;
    reference.to = to;
    reference.name = parts->back();
    if (parts->size() == 2) reference.namespace_ = parts->front();
    reference.literal = true;
    const std::size_t i = token_at(tokens_, location(node["A_Const"]));
    if (i < tokens_.size()) {
      reference.offset = tokens_[i].begin;
      reference.length = tokens_[i].end - tokens_[i].begin;
    }
    out_.push_back(std::move(reference));
    return true;
  }

  // 'name'::regclass and similar casts; the cast's own type is built in. Nested casts have one operand: if
  // the outermost finds no literal, the others are not tested.
  void cast(const Json& node, bool may_be_literal) {
    const Json operand = node["arg"];
    const Reference type = named(To::type, node["typeName"]["names"]);
    std::optional<To> to;
    if (type.name == "regclass") to = To::relation;
    if (type.name == "regtype") to = To::type;
    if (type.name == "regproc") to = To::function;
    if (type.name == "regcollation") to = To::collation;
    const bool asks = may_be_literal && to && !operand.is_absent();
    if (asks && literal(operand, *to)) return;
    for (const auto& [key, child] : node.items()) {
      const bool chained = key == "arg" && (asks || !may_be_literal);
      if (chained)
        add(Step::Do::visit_operand, child);
      else
        value(child);
    }
  }

  void operator_name(const Json& node) {
    if (!node.contains("name")) return;
    Reference reference = named(To::operator_, node["name"]);
    if (reference.namespace_ == "pg_catalog") return;
    if (reference.namespace_.empty() && among(common_operators, reference.name)) return;
    reference.argument_count = node.contains("lexpr") ? 2 : 1;
    out_.push_back(std::move(reference));
  }

  void define(const Json& properties) {
    for (const Json& item : properties) {
      const Json& element = item.contains("DefElem") ? item["DefElem"] : item;
      const std::string property = element.value("defname", "");
      const Json arg = element["arg"];
      if (!arg.contains("TypeName")) continue;
      if (among(type_properties, property)) {
        value(arg);
      } else if (among(function_properties, property)) {
        out_.push_back(named(To::function, arg["TypeName"]["names"]));
      }
    }
  }

  void constraint(const Json& node) {
    if (node.value("contype", "") == "CONSTR_FOREIGN" && node.contains("pktable")) {
      Reference key;
      key.to = To::key;
      key.namespace_ = node["pktable"].value("schemaname", "");
      key.name = node["pktable"].value("relname", "");
      for (const Json& column : node["pk_attrs"]) key.columns.push_back(column["String"].value("sval", ""));
      out_.push_back(std::move(key));
    }
    if (node.contains("indexname")) {
      Reference index;
      index.to = To::index;
      index.name = node["indexname"].text();
      out_.push_back(std::move(index));
    }
    value(node);
  }

  static Reference named(To to, const Json& names) { return named(to, name_parts(names)); }
  static Reference named(To to, const std::vector<std::string>& parts) {
    Reference reference;
    reference.to = to;
    if (!parts.empty()) reference.name = parts.back();
    if (parts.size() > 1) reference.namespace_ = parts[parts.size() - 2];
    return reference;
  }

  std::size_t location(const Json& node) const {
    const auto at = node.value("location", 0);
    return at < 0 || std::size_t(at) < shift_ ? 0 : std::size_t(at) - shift_;
  }

  std::string name_at(std::size_t i) const { return name_of(tokens_[i], text_); }

  void place(Reference& reference, std::size_t i) const {
    if (i >= tokens_.size() || tokens_[i].kind == Token::Kind::punctuation) return;
    reference.offset = tokens_[i].begin;
    reference.length = name_end(tokens_, i, text_) - reference.offset;
  }

  std::string_view text_;
  const std::vector<Token>& tokens_;
  std::size_t shift_;
  std::vector<Reference>& out_;
  std::vector<std::string> hidden_;  // CTE names in scope
  std::map<std::string, std::size_t, std::less<>> times_hidden_;
  std::vector<Step> steps_, added_;
};

}  // namespace

void collect_references(const Json& node, std::string_view text, const std::vector<Token>& tokens,
                        std::size_t shift, std::vector<Reference>& out) {
  Walk(text, tokens, shift, out).run(node);
}

void collect_references(std::string_view node_name, const Json& node, std::string_view text,
                        const std::vector<Token>& tokens, std::vector<Reference>& out) {
  Walk(text, tokens, 0, out).run(node_name, node);
}

// plpgsql is not parsed: a name counts where a relation or a call is possible. Users of soft edges look names
// up among the existing objects, so a wrong guess finds nothing.
void collect_body_references(std::string_view body, std::vector<Reference>& out) {
  const std::vector<Token> tokens = scan(body).tokens;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const bool introduces = is_word(tokens[i], body, "from") || is_word(tokens[i], body, "join") ||
                            is_word(tokens[i], body, "into") || is_word(tokens[i], body, "update") ||
                            is_word(tokens[i], body, "table") || is_word(tokens[i], body, "view") ||
                            is_word(tokens[i], body, "using") ||
                            (is_symbol(tokens[i], body, ',') && i > 0 &&
                             (is_name(tokens[i - 1]) || is_symbol(tokens[i - 1], body, ')')));
    const bool call_start = is_name(tokens[i]) && (i == 0 || !is_symbol(tokens[i - 1], body, '.'));
    // FROM ONLY t, JOIN LATERAL f(…)
    const bool filler = introduces && i + 2 < tokens.size() &&
                        (is_word(tokens[i + 1], body, "only") || is_word(tokens[i + 1], body, "lateral"));
    const std::size_t first = introduces ? i + (filler ? 2 : 1) : i;
    if ((!introduces && !call_start) || !is_name(tokens[first])) continue;
    std::size_t last = first;
    while (last + 2 < tokens.size() && is_symbol(tokens[last + 1], body, '.') && is_name(tokens[last + 2]))
      last += 2;
    const bool call = last + 1 < tokens.size() && is_symbol(tokens[last + 1], body, '(');
    if (!introduces && !call) continue;
    Reference reference;
    reference.to = call && !introduces ? To::function : To::relation;
    reference.name = name_of(tokens[last], body);
    if (last >= first + 2) reference.namespace_ = name_of(tokens[last - 2], body);
    reference.soft = true;
    out.push_back(std::move(reference));
  }
}

void sort_references(std::vector<Reference>& references) {
  const auto key = [](const Reference& r) {
    return std::tie(r.offset, r.length, r.to, r.namespace_, r.name, r.argument_count, r.soft, r.columns);
  };
  std::sort(references.begin(), references.end(),
            [&](const Reference& a, const Reference& b) { return key(a) < key(b); });
  references.erase(std::unique(references.begin(), references.end(),
                               [&](const Reference& a, const Reference& b) { return key(a) == key(b); }),
                   references.end());
}

}  // namespace schemac::sql
