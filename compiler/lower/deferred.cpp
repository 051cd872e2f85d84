#include "lower/deferred.h"
#include "catalog/name_style.h"

namespace schemac {

namespace {

void add_trigger(Lowering& lowering, TableDraft& table, const std::string& name, const std::string& events,
                 const std::string& argument, const ObjectId& function, std::vector<ObjectId> needs,
                 Span span) {
  const std::string fit = fit_identifier(name);
  lowering.names.claim(table.qualified(), "trigger", fit, span, "trigger '" + name + "'");
  Trigger body;
  const std::string call = function.name.substr(0, function.name.rfind("()"));
  body.definition = "CREATE CONSTRAINT TRIGGER " + quote_identifier(fit) + " AFTER " + events + " ON " +
                    table.qualified() + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION " +
                    qualified_name(function.namespace_, call) + "(" + quote_literal(argument) + ")";
  body.function = function.text();
  body.constraint = true;
  Object object;
  object.id = {Kind::trigger, table.id().namespace_, table.id().name, fit};
  object.body = std::move(body);
  object.depends_on.push_back(depends(table.id(), DependencyType::automatic));
  object.depends_on.push_back(depends(function));
  for (ObjectId& need : needs) object.depends_on.push_back(depends(std::move(need)));
  lowering.add(std::move(object), span);
}

}  // namespace

void add_deferred_rule(Lowering& lowering, TableDraft& owner, const ClassLayout& cls, const std::string& name,
                       const std::string& condition, const std::vector<Watch>& watches,
                       const std::string& message, Span span) {
  const std::string fit = fit_identifier(name);
  const std::string key = quote_identifier(cls.key_column);
  owner.constraint_origins.try_emplace(fit, span, message);
  std::string branches;
  std::vector<std::pair<const Watch*, std::string>> triggers;
  std::vector<ObjectId> reads{owner.id()};
  std::size_t number = 0;
  for (const Watch& watch : watches) {
    const std::string argument = "member " + std::to_string(++number);
    triggers.emplace_back(&watch, argument);
    reads.push_back(watch.table->id());
    branches += "  ELSIF TG_ARGV[0] = " + quote_literal(argument) + " THEN\n";
    if (watch.owner_column.empty()) {
      const std::string referred = quote_identifier(watch.key_column);
      branches += "    SELECT array_agg(owner." + key + ") INTO owners FROM " + owner.qualified() +
                  " AS owner WHERE owner." + quote_identifier(watch.referring_column) + " = NEW." + referred +
                  ";\n";
      continue;
    }
    const std::string column = quote_identifier(watch.owner_column);
    if (!watch.order_column.empty()) {
      const std::string order = quote_identifier(watch.order_column);
      const std::string table = watch.table->qualified();
      // The neighbouring row that the same command wrote checks for both.
      branches += "    IF TG_OP = 'INSERT' AND EXISTS (\n      SELECT FROM " + table +
                  " AS own, LATERAL (\n        SELECT earlier.xmin, earlier.cmin FROM " + table +
                  " AS earlier\n        WHERE earlier." + column + " = NEW." + column + " AND earlier." +
                  order + " < NEW." + order + "\n        ORDER BY earlier." + order +
                  " DESC LIMIT 1) AS neighbour\n      WHERE own." + column + " = NEW." + column +
                  " AND own." + order + " = NEW." + order +
                  "\n        AND neighbour.xmin = own.xmin AND neighbour.cmin = own.cmin)\n"
                  "    THEN\n      RETURN NULL;\n    END IF;\n";
    }
    branches += "    IF TG_OP <> 'INSERT' THEN owners := owners || OLD." + column + "; END IF;\n";
    branches += "    IF TG_OP <> 'DELETE' THEN owners := owners || NEW." + column + "; END IF;\n";
  }
  const std::string body =
      "\nDECLARE\n  owners " + cls.key_type.sql + "[] := '{}';\n  wrong " + cls.key_type.sql +
      ";\nBEGIN\n  IF TG_ARGV[0] = 'owner' THEN\n    owners := ARRAY[NEW." + key + "];\n" + branches +
      "  END IF;\n  SELECT owner." + key + " INTO wrong FROM " + owner.qualified() +
      " AS owner WHERE owner." + key + " = ANY (owners) AND (" + condition +
      ") IS NOT TRUE LIMIT 1;\n  IF FOUND THEN\n    RAISE EXCEPTION USING ERRCODE = 'check_violation', "
      "MESSAGE = " +
      quote_literal(message) + ",\n      DETAIL = format('Row with %I = %s.', " +
      quote_literal(cls.key_column) + ", wrong),\n      SCHEMA = " + quote_literal(owner.id().namespace_) +
      ", TABLE = " + quote_literal(owner.id().name) + ", CONSTRAINT = " + quote_literal(fit) +
      ";\n  END IF;\n  RETURN NULL;\nEND\n";
  lowering.names.claim(owner.id().namespace_, "function", fit, span, "the function of rule '" + fit + "'");
  const ObjectId function = add_function(lowering, owner.id().namespace_, fit, "", "", "trigger", "plpgsql",
                                         "volatile", body, {}, span);
  // The body is text, so the edges are soft; every table exists before a trigger can fire.
  Object& made = lowering.objects.back()->object;
  for (const ObjectId& read : reads) made.depends_on.push_back(depends(read, DependencyType::soft));
  add_trigger(lowering, owner, fit, "INSERT OR UPDATE", "owner", function, reads, span);
  for (const auto& [watch, argument] : triggers) {
    const bool referred = watch->owner_column.empty();
    add_trigger(lowering, *watch->table,
                fit + (number > 1 || watch->table == &owner ? "_" + argument.substr(7) : ""),
                referred ? "UPDATE" : "INSERT OR UPDATE OR DELETE", argument, function, reads, span);
  }
}

}  // namespace schemac
