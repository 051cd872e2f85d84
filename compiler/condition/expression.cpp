#include "condition/expression.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "catalog/identifier.h"

namespace schemac {

namespace {

using Family = ValueFamily;

struct Value {
  std::string sql;
  Family family = Family::text;
  bool composite = false;  // needs parentheses as an operand
  bool wide = false;       // an integer that PostgreSQL holds as numeric
  // The operator of its operands, if more operands can follow without parentheses: a chain of thousands is
  // one level for the server's grammar, too.
  enum class Chain { none, sum, product, text, conjunction, disjunction } chain = Chain::none;
};

bool is_number(Family family) { return family == Family::integer || family == Family::number; }
bool is_text(Family family) { return family == Family::text || family == Family::enumeration; }

std::string operand_text(const Value& value) { return value.composite ? "(" + value.sql + ")" : value.sql; }

// The left side of such a chain; moved, since it grows with each operand.
std::string chained(Value&& left, Value::Chain chain) {
  return left.chain == chain ? std::move(left.sql) : operand_text(left);
}

// Recursive descent by Python's precedence. The first problem ends the translation: the rest reads as empty,
// so that no rule needs its own exit.
class ExpressionTranslator {
 public:
  ExpressionTranslator(std::string_view text, const OperandOf& operand) : text_(text), operand_(operand) {}

  Computation run() {
    Value value = conditional();
    if (skip_space(); at_ < text_.size()) fail("unexpected '" + std::string(text_.substr(at_, 40)) + "'");
    if (!result_.problem.empty()) return std::move(result_);
    result_.sql = std::move(value.sql);
    result_.family = value.family;
    return std::move(result_);
  }

 private:
  // One level of a construct that can contain itself.
  class Level {
   public:
    explicit Level(ExpressionTranslator& in) : in_(in) {
      if (++in_.depth_ > deepest) in_.fail("it is nested too deeply");
    }
    ~Level() { --in_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    static constexpr int deepest = 1000;  // 500 parentheses: one counts twice
    ExpressionTranslator& in_;
  };

  // ---- tokens ----

  void skip_space() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  bool failed() const { return !result_.problem.empty(); }
  Value fail(std::string problem) {
    if (!failed()) result_.problem = std::move(problem);
    at_ = text_.size();
    return {};
  }
  static bool starts_name(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
  static bool continues_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
  char peek() {
    skip_space();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  // Takes a symbol, unless it is the front of the longer symbol `unless`.
  bool take(std::string_view symbol, std::string_view unless = {}) {
    skip_space();
    const std::string_view rest = text_.substr(at_);
    if (!rest.starts_with(symbol) || (!unless.empty() && rest.starts_with(unless))) return false;
    at_ += symbol.size();
    return true;
  }
  bool take_word(std::string_view word) {
    skip_space();
    const std::string_view rest = text_.substr(at_);
    if (!rest.starts_with(word) || (rest.size() > word.size() && continues_name(rest[word.size()])))
      return false;
    at_ += word.size();
    return true;
  }
  void expect(std::string_view symbol) {
    if (!take(symbol)) fail("'" + std::string(symbol) + "' is missing");
  }

  // ---- operators ----

  // a if b else c
  Value conditional() {
    const Level level(*this);
    Value value = disjunction();
    if (!take_word("if")) return value;
    const Value condition = disjunction();
    if (!take_word("else")) return fail("an 'if' has no 'else'");
    return choose(condition, value, conditional());
  }

  Value choose(const Value& condition, const Value& yes, const Value& no) {
    if (failed()) return {};
    if (condition.family != Family::boolean) return fail("the condition of an 'if' is not boolean");
    if (!alike(yes.family, no.family)) return fail("the values of an 'if' have different types");
    result_.strict = false;
    const Family family = yes.family == no.family ? yes.family : Family::number;
    return {"CASE WHEN " + condition.sql + " THEN " + yes.sql + " ELSE " + no.sql + " END", family, false};
  }

  Value disjunction() {
    Value value = conjunction();
    while (!failed() && take_word("or"))
      value = logical(std::move(value), " OR ", conjunction(), Value::Chain::disjunction);
    return value;
  }

  Value conjunction() {
    Value value = negation();
    while (!failed() && take_word("and"))
      value = logical(std::move(value), " AND ", negation(), Value::Chain::conjunction);
    return value;
  }

  Value logical(Value left, const char* sql, const Value& right, Value::Chain chain) {
    if (failed()) return {};
    if (left.family != Family::boolean || right.family != Family::boolean)
      return fail("an operand of 'and' or 'or' is not boolean");
    result_.strict = false;
    return {chained(std::move(left), chain) + sql + operand_text(right), Family::boolean, true, false, chain};
  }

  Value negation() {
    if (!take_word("not")) return comparison();
    const Level level(*this);
    const Value value = negation();
    if (failed()) return {};
    if (value.family != Family::boolean) return fail("the operand of 'not' is not boolean");
    return {"NOT " + operand_text(value), Family::boolean, true};
  }

  Value comparison() {
    Value left = sum();
    if (failed()) return {};
    struct Symbol {
      std::string_view python, sql;
    };
    static constexpr std::array<Symbol, 6> symbols{
        {{"==", " = "}, {"!=", " <> "}, {"<=", " <= "}, {">=", " >= "}, {"<", " < "}, {">", " > "}}};
    for (const Symbol& symbol : symbols) {
      if (!take(symbol.python)) continue;
      const Value right = sum();
      if (failed()) return {};
      if (!alike(left.family, right.family)) return fail("it compares values of different types");
      const bool ordered = symbol.python != "==" && symbol.python != "!=";
      const std::string collation = ordered && is_text(left.family) ? " COLLATE \"C\"" : "";
      return {operand_text(left) + collation + std::string(symbol.sql) + operand_text(right), Family::boolean,
              true};
    }
    const bool outside = take_word("not");
    if (take_word("in")) return member(left, outside);
    return outside ? fail("'in' is missing after 'not'") : left;
  }

  Value member(const Value& value, bool outside) {
    const bool list = take("[");
    if (!list && !take("(")) return fail("'in' needs a list of values");
    std::string values;
    do {
      const Value each = sum();
      if (failed()) return {};
      if (!alike(value.family, each.family)) return fail("a list contains values of another type");
      values += (values.empty() ? "" : ", ") + each.sql;
    } while (take(","));
    expect(list ? "]" : ")");
    result_.strict = false;
    return {operand_text(value) + (outside ? " NOT IN (" : " IN (") + values + ")", Family::boolean, true};
  }

  Value sum() {
    Value left = product();
    while (!failed()) {
      const bool plus = take("+");
      if (!plus && !take("-")) break;
      const Value right = product();
      if (failed()) return {};
      if (plus && is_text(left.family) && is_text(right.family)) {
        left = {chained(std::move(left), Value::Chain::text) + " || " + operand_text(right), Family::text,
                true, false, Value::Chain::text};
      } else {
        left = arithmetic(std::move(left), plus ? " + " : " - ", right, Value::Chain::sum);
      }
    }
    return left;
  }

  Value product() {
    Value left = sign();
    while (!failed()) {
      if (take("//")) {
        left = floored(left, sign());
      } else if (take("*", "**")) {
        left = arithmetic(std::move(left), " * ", sign(), Value::Chain::product);
      } else if (take("/")) {
        left = quotient(left, sign());
      } else if (take("%")) {
        const Value right = sign();
        const Value times = floored(left, right);
        if (failed()) return {};
        left = {wide(left) + " - " + operand_text(right) + " * " + operand_text(times), times.family, true,
                true, Value::Chain::none};
      } else {
        break;
      }
    }
    return left;
  }

  Value sign() {
    const Level level(*this);
    if (!take("-")) return power();
    const Value value = sign();
    if (failed()) return {};
    if (!is_number(value.family)) return fail("the operand of '-' is not a number");
    return {"- " + operand_text(value), value.family, true};
  }

  Value power() {
    Value base = primary();
    if (failed() || !take("**")) return base;
    const Value exponent = sign();
    if (failed()) return {};
    if (!is_number(base.family) || !is_number(exponent.family))
      return fail("an operand of '**' is not a number");
    return {"power(" + wide(base) + ", " + exponent.sql + ")", Family::number, false};
  }

  // Python's integers are unbounded; the sum of two PostgreSQL integers may not fit their type.
  static std::string wide(const Value& value) {
    return operand_text(value) + (value.family == Family::integer && !value.wide ? "::numeric" : "");
  }

  Value arithmetic(Value left, const char* sql, const Value& right, Value::Chain chain) {
    if (failed()) return {};
    if (!is_number(left.family) || !is_number(right.family))
      return fail(std::string("an operand of '") + sql[1] + "' is not a number");
    const bool integers = left.family == Family::integer && right.family == Family::integer;
    std::string begun = left.chain == chain ? std::move(left.sql) : wide(left);
    return {std::move(begun) + sql + operand_text(right), integers ? Family::integer : Family::number, true,
            true, chain};
  }

  // A division by zero has no result, and nothing is compared.
  static std::string divisor(const Value& value) {
    const bool literal = value.sql.find_first_not_of("0123456789.") == value.sql.npos &&
                         value.sql.find_first_of("123456789") != value.sql.npos;
    return literal ? value.sql : "nullif(" + value.sql + ", 0)";
  }

  Value quotient(const Value& left, const Value& right) {
    if (failed()) return {};
    if (!is_number(left.family) || !is_number(right.family)) return fail("an operand of '/' is not a number");
    const std::string dividend =
        operand_text(left) + (left.family == Family::integer ? "::double precision" : "");
    return {dividend + " / " + divisor(right), Family::number, true};
  }

  Value floored(const Value& left, const Value& right) {
    if (failed()) return {};
    if (!is_number(left.family) || !is_number(right.family))
      return fail("an operand of '//' or '%' is not a number");
    const bool integers = left.family == Family::integer && right.family == Family::integer;
    return {"floor(" + wide(left) + " / " + divisor(right) + ")", integers ? Family::integer : Family::number,
            false, true};
  }

  // ---- operands ----

  Value primary() {
    const char c = peek();
    Value value;
    if (c == '(') {
      expect("(");
      value = conditional();
      expect(")");
    } else if (c == '{') {
      expect("{");
      value = slot(std::string(text_.substr(at_, text_.find('}', at_) - at_)));
      if (!failed()) at_ = std::min(text_.find('}', at_), text_.size());
      expect("}");
    } else if (c == '\'' || c == '"') {
      value = string(c);
    } else if (std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.') {
      value = number();
    } else if (starts_name(c)) {
      value = named();
    } else {
      return fail(c == '\0' ? "it ends where a value is expected"
                            : "'" + std::string(1, c) + "' is found where a value is expected");
    }
    if (const char next = peek(); !failed() && (next == '.' || next == '['))
      return fail("it reads a part of a value");
    return value;
  }

  Value string(char quote) {
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == text_.npos) return fail("a string does not end");
    const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
    if (inside.find('\\') != inside.npos) return fail("a string contains an escape");
    at_ = end + 1;
    return {quote_literal(std::string(inside)), Family::text, false};
  }

  Value number() {
    const std::size_t begin = at_;
    const auto digits = [&] {
      while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    };
    digits();
    bool fraction = false;
    if (at_ < text_.size() && text_[at_] == '.') {
      fraction = true;
      ++at_;
      digits();
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      fraction = true;
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      const std::size_t exponent = at_;
      digits();
      if (at_ == exponent) return fail("a number has no exponent");
    }
    const std::string text(text_.substr(begin, at_ - begin));
    if (text == "." || (at_ < text_.size() && continues_name(text_[at_])))
      return fail("'" + text + "' is not a number");
    return {text, fraction ? Family::number : Family::integer, false};
  }

  Value named() {
    std::size_t end = at_;
    while (end < text_.size() && continues_name(text_[end])) ++end;
    const std::string name(text_.substr(at_, end - at_));
    at_ = end;
    if (name == "True" || name == "False") return {name == "True" ? "true" : "false", Family::boolean, false};
    if (name == "None") return fail("it uses None");
    if (peek() == '(') return call(name);
    return slot(name);
  }

  Value slot(std::string name) {
    name.erase(0, std::min(name.find_first_not_of(' '), name.size()));
    name.erase(name.find_last_not_of(' ') + 1);
    const std::optional<Operand> found = operand_(name);
    if (!found) {
      result_.unknown_slot = name;
      return fail("the class has no slot '" + name + "'");
    }
    if (!found->problem.empty()) return fail(found->problem);
    if (std::find(result_.columns.begin(), result_.columns.end(), found->column) == result_.columns.end()) {
      result_.columns.push_back(found->column);
      result_.operands.push_back(found->sql);
    }
    const bool enumeration = found->family == Family::enumeration;
    return {found->sql + (enumeration ? "::text" : ""), enumeration ? Family::text : found->family, false};
  }

  // ---- functions ----

  Value call(const std::string& name) {
    expect("(");
    if (name == "case") return cases();
    std::vector<Value> arguments;
    if (peek() != ')') {
      do arguments.push_back(conditional());
      while (!failed() && take(","));
    }
    expect(")");
    if (failed()) return {};
    const auto single = [&](bool (*takes)(Family)) {
      return arguments.size() == 1 && takes(arguments[0].family);
    };
    if ((name == "len" || name == "strlen") && single(is_text))
      return {"char_length(" + arguments[0].sql + ")", Family::integer, false};
    if (name == "abs" && single(is_number))
      return {"abs(" + arguments[0].sql + ")", arguments[0].family, false};
    if (name == "int" && single(is_number))
      return {"trunc(" + arguments[0].sql + ")", Family::integer, false};
    if (name == "float" && single(is_number))
      return {operand_text(arguments[0]) + "::double precision", Family::number, false};
    if (name == "str" && single(is_text)) return arguments[0];
    if (name == "str" && arguments.size() == 1 && arguments[0].family == Family::integer)
      return {operand_text(arguments[0]) + "::text", Family::text, false};
    if ((name == "min" || name == "max") && are_numbers(arguments))
      return extreme(name == "min" ? "least" : "greatest", arguments);
    return fail("it calls " + name + "(), which cannot be translated for these values");
  }

  static bool are_numbers(const std::vector<Value>& arguments) {
    return arguments.size() > 1 && std::all_of(arguments.begin(), arguments.end(),
                                               [](const Value& each) { return is_number(each.family); });
  }

  Value extreme(const std::string& function, const std::vector<Value>& arguments) {
    std::string list;
    bool integers = true;
    for (const Value& each : arguments) {
      list += (list.empty() ? "" : ", ") + each.sql;
      integers = integers && each.family == Family::integer;
    }
    result_.strict = false;
    return {function + "(" + list + ")", integers ? Family::integer : Family::number, false};
  }

  // case((condition, value), …): the first one whose condition holds.
  Value cases() {
    std::string text = "CASE";
    std::optional<Family> family;
    do {
      expect("(");
      const Value condition = conditional();
      expect(",");
      const Value value = conditional();
      expect(")");
      if (failed()) return {};
      if (condition.family != Family::boolean) return fail("the condition of a case is not boolean");
      if (family && !alike(*family, value.family)) return fail("the values of a case have different types");
      family = family && *family != value.family ? Family::number : value.family;
      text += " WHEN " + condition.sql + " THEN " + value.sql;
    } while (take(","));
    expect(")");
    result_.strict = false;
    return {text + " END", *family, false};
  }

  static bool alike(Family a, Family b) {
    return a == b || (is_number(a) && is_number(b)) || (is_text(a) && is_text(b));
  }

  std::string_view text_;
  const OperandOf& operand_;
  std::size_t at_ = 0;
  int depth_ = 0;
  Computation result_;
};

}  // namespace

Computation compute(std::string_view expression, const OperandOf& operand) {
  return ExpressionTranslator(expression, operand).run();
}

}  // namespace schemac
