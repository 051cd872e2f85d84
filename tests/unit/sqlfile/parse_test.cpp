#include "sqlfile/statement.h"
#include "support/catch.h"

using namespace schemac;
using namespace schemac::sql;

namespace {

std::string text_of(const Reference& reference) {
  static const char* const names[] = {"relation",      "function",   "type",           "operator",
                                      "collation",     "sequence",   "namespace",      "extension",
                                      "language",      "role",       "text_search",    "key",
                                      "index",         "constraint", "operator_class", "foreign_data_wrapper",
                                      "foreign_server"};
  std::string text = names[static_cast<int>(reference.to)];
  text += " ";
  if (!reference.namespace_.empty()) text += reference.namespace_ + ".";
  text += reference.name;
  if (reference.soft) text += " soft";
  return text;
}

std::vector<std::string> query_references(std::string_view query) {
  std::vector<Reference> references;
  const auto error = analyse_query(query, references);
  REQUIRE_FALSE(error);
  std::vector<std::string> out;
  for (const Reference& reference : references) out.push_back(text_of(reference));
  return out;
}

std::vector<std::string> relations(std::string_view query) {
  std::vector<std::string> out;
  for (const std::string& text : query_references(query))
    if (text.starts_with("relation ")) out.push_back(text.substr(9));
  return out;
}

Statement one(std::string_view text) {
  const ParsedSql parsed = parse(text);
  INFO(text);
  if (!parsed.errors.empty()) INFO(parsed.errors.front().message);
  REQUIRE(parsed.errors.empty());
  REQUIRE(parsed.statements.size() == 1);
  return parsed.statements[0];
}

std::string id_of(std::string_view text) {
  const Statement statement = one(text);
  return statement.id ? statement.id->text() : "none";
}

bool has(const Statement& statement, const std::string& reference) {
  for (const Reference& r : statement.references)
    if (text_of(r) == reference) return true;
  return false;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("relations of a query", "[sqlfile]") {
  CHECK(relations("SELECT * FROM a.t tt JOIN u ON true") == Names{"a.t", "u"});
  CHECK(relations("SELECT 1 FROM t WHERE x IN (SELECT y FROM \"Z z\")") == Names{"t", "Z z"});
  CHECK(relations("SELECT 1 FROM t FOR UPDATE OF t") == Names{"t"});
  CHECK(relations("SELECT 1 FROM f(1) WITH ORDINALITY, LATERAL (SELECT 2 FROM q) s") == Names{"q"});
  CHECK(relations("TABLE x UNION SELECT * FROM y") == Names{"x", "y"});
}

TEST_CASE("CTE names hide relations, by PostgreSQL's scoping", "[sqlfile]") {
  CHECK(relations("WITH x AS (SELECT 1 FROM a) SELECT * FROM x, s.x") == Names{"a", "s.x"});
  // Without RECURSIVE the entry's own name is still a relation inside it.
  CHECK(relations("WITH x AS (SELECT 1 FROM x) SELECT * FROM x") == Names{"x"});
  CHECK(relations("WITH RECURSIVE x AS (SELECT 1 UNION SELECT 1 FROM x) SELECT * FROM x").empty());
  CHECK(relations("WITH a AS (SELECT 1 FROM b), b AS (SELECT 1 FROM a) SELECT 1 FROM b") == Names{"b"});
  CHECK(relations("WITH RECURSIVE a AS (SELECT 1 FROM b), b AS (SELECT 1 FROM a) SELECT 1 FROM b").empty());
  // The scope ends with its query.
  CHECK(relations("SELECT * FROM (WITH x AS (SELECT 1) SELECT * FROM x) s, x") == Names{"x"});
}

TEST_CASE("places of names in a query", "[sqlfile]") {
  const std::string query = "SELECT é.a FROM \"S\" . t é, u";
  std::vector<Reference> references;
  REQUIRE_FALSE(analyse_query(query, references));
  REQUIRE(references.size() == 2);
  CHECK(query.substr(references[0].offset, references[0].length) == "\"S\" . t");
  CHECK(references[0].namespace_ == "S");
  CHECK(query.substr(references[1].offset, references[1].length) == "u");
}

TEST_CASE("functions, types, operators, collations and names in strings", "[sqlfile]") {
  CHECK(query_references("SELECT s.f(a, 2), x::s.ty, nextval('s.q'), 'a.b'::regclass") ==
        Names{"function s.f", "type s.ty", "function nextval", "sequence s.q", "relation a.b"});
  CHECK(query_references("SELECT a COLLATE \"de\", a OPERATOR(s.+) b, a <-> b, a + b") ==
        Names{"operator <->", "operator s.+", "collation de"});
  std::vector<Reference> references;
  REQUIRE_FALSE(analyse_query("SELECT f(1, 2, 3)", references));
  CHECK(references.at(0).argument_count == 3);
  references.clear();
  REQUIRE_FALSE(analyse_expression("lower(a) > nextval('q'::regclass)", references));
  REQUIRE(references.size() == 3);
  CHECK(references[0].offset == 0);
}

TEST_CASE("errors have the byte offset of their place", "[sqlfile]") {
  std::vector<Reference> references;
  auto error = analyse_query("SELECT 'é' AS x FROMM t u", references);
  REQUIRE(error);
  CHECK(error->offset == std::string_view("SELECT 'é' AS x ").size());
  error = analyse_expression("a > > )", references);
  REQUIRE(error);
  CHECK(error->offset == 4);
  error = analyse_query("SELECT 'unfinished", references);
  REQUIRE(error);
  CHECK(error->offset == 7);
  REQUIRE(analyse_query("SELECT 1; SELECT 2", references));
  REQUIRE(analyse_query("DELETE FROM t", references));
  REQUIRE(analyse_query("", references));
  REQUIRE(analyse_query(std::string_view("SELECT\0 1", 9), references));
}

TEST_CASE("what CREATE statements make", "[sqlfile]") {
  CHECK(id_of("CREATE TABLE s.t (a int)") == "table s.t");
  CHECK(id_of("CREATE VIEW \"V\" AS SELECT 1") == "view \"V\"");
  CHECK(id_of("CREATE MATERIALIZED VIEW s.m AS SELECT 1 WITH NO DATA") == "materialized_view s.m");
  CHECK(id_of("CREATE UNIQUE INDEX i ON s.t (a)") == "index s.t.i");
  CHECK(id_of("CREATE FUNCTION s.f(a int, OUT b text, c s.t[] DEFAULT NULL, VARIADIC d numeric(10,2)[]) "
              "RETURNS int LANGUAGE sql RETURN 1") == "function s.f(integer, s.t[], numeric[])");
  CHECK(id_of("CREATE PROCEDURE p(x timestamptz, y varchar(3), z \"char\") LANGUAGE sql AS ''") ==
        "procedure p(timestamp with time zone, character varying, \"char\")");
  CHECK(id_of("CREATE AGGREGATE a(*) (sfunc = f, stype = int)") == "aggregate a(*)");
  CHECK(id_of("CREATE TYPE s.e AS ENUM ('a')") == "enum s.e");
  CHECK(id_of("CREATE TYPE s.c AS (a int)") == "composite_type s.c");
  CHECK(id_of("CREATE DOMAIN d AS text") == "domain d");
  CHECK(id_of("CREATE TRIGGER tr AFTER INSERT ON s.t EXECUTE FUNCTION f()") == "trigger s.t.tr");
  CHECK(id_of("CREATE POLICY p ON s.t USING (true)") == "policy s.t.p");
  CHECK(id_of("CREATE SCHEMA s") == "namespace s");
  CHECK(id_of("CREATE EXTENSION postgis") == "extension postgis");
  CHECK(id_of("CREATE OPERATOR s.=== (leftarg = int, rightarg = text, function = f)") ==
        "operator s.===(integer, text)");
  CHECK(id_of("CREATE SEQUENCE s.q") == "sequence s.q");
  CHECK(id_of("ALTER TABLE ONLY s.t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES u") == "constraint s.t.k");
}

TEST_CASE("the name of the object stands where it is said to", "[sqlfile]") {
  for (const std::string_view text :
       {"CREATE TABLE IF NOT EXISTS a . b (x int)",
        "CREATE OR REPLACE FUNCTION a . b(x int) RETURNS int RETURN 1", "CREATE TYPE a . b AS ENUM ()",
        "CREATE DOMAIN a . b AS int", "COMMENT ON TABLE a . b IS 'x'", "COMMENT ON COLUMN a . b.c IS 'x'",
        "COMMENT ON FUNCTION a . b(int) IS 'x'", "GRANT SELECT ON a . b TO x",
        "ALTER TABLE ONLY a . b OWNER TO x", "GRANT EXECUTE ON FUNCTION a . b(int) TO x",
        "CREATE MATERIALIZED VIEW a . b AS SELECT 1", "COMMENT ON TRIGGER t ON a . b IS 'x'"}) {
    const Statement statement = one(text);
    INFO(text);
    CHECK(statement.text.substr(statement.id_offset, statement.id_length) == "a . b");
  }
}

TEST_CASE("what other statements change", "[sqlfile]") {
  using Verb = Statement::Verb;
  CHECK(one("ALTER TABLE t ENABLE ROW LEVEL SECURITY").verb == Verb::alter);
  CHECK(id_of("COMMENT ON FUNCTION s.f(int, text) IS 'x'") == "function s.f(integer, text)");
  CHECK(id_of("COMMENT ON CONSTRAINT c ON s.t IS 'x'") == "constraint s.t.c");
  CHECK(id_of("ALTER FUNCTION f(int4) OWNER TO x") == "function f(integer)");
  CHECK(one("ALTER FUNCTION f(int4) OWNER TO x").stated.attributes.owner);
  CHECK(one("DO $$ BEGIN END $$").verb == Verb::forbidden);
  CHECK(one("CREATE ROLE x").verb == Verb::forbidden);
  CHECK(one("DROP TABLE x").verb == Verb::forbidden);
  CHECK(one("ALTER SYSTEM SET a = 1").verb == Verb::forbidden);
  CHECK(one("CREATE TABLE t AS SELECT 1").verb == Verb::forbidden);
  CHECK(one("INSERT INTO t VALUES (1)").verb == Verb::data);
  CHECK(one("SELECT 1").verb == Verb::data);
  CHECK(one("BEGIN").verb == Verb::transaction);
  const Statement path = one("SELECT pg_catalog.set_config('search_path', 'a, \"B\"', false)");
  CHECK(path.verb == Verb::setting);
  CHECK(path.setting == "search_path");
  CHECK(path.values == Names{"a", "B"});
  CHECK(one("SET search_path = a, public").values == Names{"a", "public"});
}

TEST_CASE("a statement on several things becomes one for each", "[sqlfile]") {
  const ParsedSql grants = parse("GRANT SELECT (a), INSERT ON TABLE s.t, u TO x, y");
  REQUIRE(grants.statements.size() == 2);
  CHECK(grants.statements[0].text == "GRANT SELECT (a), INSERT ON TABLE s.t TO x, y");
  CHECK(grants.statements[1].text == "GRANT SELECT (a), INSERT ON TABLE u TO x, y");
  const ParsedSql alters =
      parse("ALTER TABLE t ADD FOREIGN KEY (a, b) REFERENCES u, ALTER c SET DEFAULT f(1, 2)");
  REQUIRE(alters.statements.size() == 2);
  CHECK(alters.statements[0].id->text() == "constraint t.t_a_b_fkey");
  CHECK(alters.statements[1].text == "ALTER TABLE t ALTER c SET DEFAULT f(1, 2)");
}

TEST_CASE("references of statements", "[sqlfile]") {
  const Statement table =
      one("CREATE TABLE s.t (a s.ty DEFAULT f(1), b text COLLATE s.co, CHECK (g(a))) INHERITS (p)");
  CHECK(has(table, "type s.ty"));
  CHECK(has(table, "function f"));
  CHECK(has(table, "function g"));
  CHECK(has(table, "collation s.co"));
  CHECK(has(table, "relation p"));
  CHECK_FALSE(has(table, "relation s.t"));
  const Statement key = one("ALTER TABLE a.t ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES b.u (y)");
  CHECK(has(key, "relation a.t"));
  CHECK(has(key, "relation b.u"));
  CHECK(has(key, "key b.u"));
  CHECK(key.foreign_key);
  const Statement trigger = one("CREATE TRIGGER t BEFORE INSERT ON a.b FOR EACH ROW EXECUTE FUNCTION s.f()");
  CHECK(has(trigger, "function s.f"));
  CHECK(has(trigger, "relation a.b"));
  CHECK(has(one("CREATE INDEX i ON t USING gin (a gin_trgm_ops)"), "operator_class gin_trgm_ops"));
  CHECK(has(one("CREATE AGGREGATE a(int) (sfunc = s.f, stype = s.t)"), "function s.f"));
  CHECK(has(one("CREATE POLICY p ON t USING (x IN (SELECT y FROM u))"), "relation u"));
}

TEST_CASE("function bodies", "[sqlfile]") {
  const Statement atomic =
      one("CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT x FROM s.t; END");
  CHECK(has(atomic, "relation s.t"));
  const Statement text = one("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT g(x) FROM s.t'");
  CHECK(has(text, "relation s.t soft"));
  CHECK(has(text, "function g soft"));
  CHECK_FALSE(has(text, "relation s.t"));
  const Statement plpgsql =
      one("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log SELECT h(1) FROM "
          "s.t; "
          "RETURN new; END $$");
  CHECK(has(plpgsql, "relation log soft"));
  CHECK(has(plpgsql, "relation s.t soft"));
  CHECK(has(plpgsql, "function h soft"));
  // A body that is nonsense is the server's matter.
  CHECK(has(one("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELEC FROM t'"), "relation t soft"));
}

TEST_CASE("splitting respects strings, comments and bodies", "[sqlfile]") {
  CHECK(split("SELECT ';'; SELECT $a$;$a$; -- ;\n SELECT /* ; */ 1;;").size() == 3);
  CHECK(split("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END; "
              "SELECT 1")
            .size() == 2);
  CHECK(split("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3").size() == 2);
  CHECK(split("").empty());
  CHECK(split("-- nothing\n").empty());
  CHECK(split("BEGIN; SELECT 1; END; COMMIT").size() == 4);
}

TEST_CASE("psql's commands and dumps", "[sqlfile]") {
  CHECK(parse("\\restrict abc\nSELECT 1;\n\\unrestrict abc\n").errors.empty());
  const auto errors = parse("SELECT 1;\n\\i other's.sql\n\\connect x\n").errors;
  REQUIRE(errors.size() == 2);
  CHECK(errors[0].message == "'\\i' is a command of psql, not SQL");
  CHECK(errors[0].offset == 10);
  CHECK(errors[0].what == ParseError::What::psql_command);
  CHECK(errors[1].message == "'\\connect' is a command of psql, not SQL");
  const ParsedSql mixed = parse("\\i a.sql\nCREATE TABLE t ();\nSELECT 'x' \\gexec\nCREATE TABLE u ();\n");
  CHECK(mixed.errors.size() == 2);
  CHECK(mixed.statements.size() == 2);
  const ParsedSql dump =
      parse("CREATE TABLE t (a text);\nCOPY t (a) FROM stdin;\nit's; x\n\\.\nCREATE TABLE u ();\n");
  REQUIRE(dump.errors.empty());
  REQUIRE(dump.statements.size() == 3);
  CHECK(dump.statements[1].verb == Statement::Verb::data);
  CHECK(dump.statements[2].id->text() == "table u");
}

TEST_CASE("an error hides no other statement", "[sqlfile]") {
  const ParsedSql parsed = parse("CREATE TABLE a (x int);\nCREATE TABL b;\nCREATE TABLE c (x int);");
  REQUIRE(parsed.errors.size() == 1);
  CHECK(parsed.errors[0].offset == std::string_view("CREATE TABLE a (x int);\nCREATE ").size());
  CHECK(parsed.statements.size() == 2);
}

TEST_CASE("directives, and statements newer than the parser", "[sqlfile]") {
  const Statement statement = one("-- schemac: renamed_from old\n-- other\nCREATE TABLE t ();");
  CHECK(statement.stated.renamed_from == std::string("old"));
  CHECK(statement.directives.empty());
  const Statement opaque = one("-- schemac: depends_on s.t\nCREATE PROPERTY GRAPH g VERTEX TABLES (a)");
  CHECK(opaque.verb == Statement::Verb::opaque);
  CHECK(opaque.stated.declared_names == List<DeclaredName>{{"s.t", {}}});
  CHECK(parse("CREATE PROPERTY GRAPH g").errors.size() == 1);
}

TEST_CASE("directives about columns", "[sqlfile]") {
  const Statement statement =
      one("-- schemac: renamed_from old\nCREATE TABLE t (\n  id int,\n  -- schemac: renamed_from nam\n  name "
          "text,\n"
          "  a int, -- schemac: renamed_from b\n  c int -- schemac: depends_on x\n);");
  REQUIRE(statement.columns.size() == 4);
  CHECK(*statement.stated.columns_renamed_from ==
        std::map<std::string, std::string>{{"name", "nam"}, {"a", "b"}});
  CHECK(statement.stated.renamed_from == std::string("old"));
  CHECK(statement.stated.declared_names == List<DeclaredName>{{"x", {}}});
  CHECK(statement.directives.empty());
}

TEST_CASE("a script for a server", "[sqlfile]") {
  const ParsedSql script = read_script(
      "\\restrict abc\nSET check_function_bodies = false;\nCREATE TABLE t (a int REFERENCES u);\nDO $$ BEGIN "
      "END $$;\n"
      "CREATE ROLE r;\nCREATE PROPERTY GRAPH g;\nCOPY t FROM stdin;\n1\n\\.\n\\unrestrict abc\n");
  CHECK(script.errors.empty());
  REQUIRE(script.statements.size() == 6);
  CHECK(script.statements[1].text == "CREATE TABLE t (a int REFERENCES u)");
  CHECK_FALSE(script.statements[2].outside);
  CHECK(script.statements[3].outside);
  CHECK(script.statements[4].verb == Statement::Verb::opaque);
  CHECK(script.statements[5].verb == Statement::Verb::data);
}

TEST_CASE("canonical tokens", "[sqlfile]") {
  CHECK(canonical_tokens("select  A -- c\n, 'A  b'/*x*/") == "select a , 'A  b'");
  CHECK(canonical_tokens("SELECT \"A\"") != canonical_tokens("SELECT a"));
  CHECK(canonical_tokens("SELECT 'a''b'") != canonical_tokens("SELECT 'a' 'b'"));
  CHECK(canonical_tokens("SELECT 'unfinished") == "SELECT 'unfinished");
}

TEST_CASE("foreign keys become statements of their own", "[sqlfile]") {
  using List = std::vector<std::string>;
  CHECK(separate_foreign_keys("CREATE TABLE t (a int)") == List{"CREATE TABLE t (a int)"});
  CHECK(separate_foreign_keys(
            "CREATE TABLE s.t (a int REFERENCES u (x) ON DELETE CASCADE DEFERRABLE NOT NULL, b int)") ==
        List{"CREATE TABLE s.t (a int NOT NULL, b int)",
             "ALTER TABLE s.t ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES u ( x ) ON DELETE CASCADE "
             "DEFERRABLE"});
  CHECK(separate_foreign_keys(
            "CREATE TABLE t (a int, CONSTRAINT k FOREIGN KEY (a, \"B\") REFERENCES u, CHECK (a > 1))") ==
        List{"CREATE TABLE t (a int, CHECK (a > 1))",
             "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY ( a , \"B\" ) REFERENCES u"});
  const List twice = separate_foreign_keys("CREATE TABLE t (a int REFERENCES u REFERENCES v)");
  REQUIRE(twice.size() == 3);
  CHECK(twice[0] == "CREATE TABLE t (a int)");
  CHECK(twice[2] == "ALTER TABLE t ADD CONSTRAINT t_a_fkey1 FOREIGN KEY (a) REFERENCES v");
  const std::string longest(63, 'x');
  const List cut = separate_foreign_keys("CREATE TABLE " + longest + " (abc int REFERENCES u)");
  CHECK(cut[1].find("CONSTRAINT " + std::string(54, 'x') + "_abc_fkey ") != std::string::npos);
}

TEST_CASE("names and types", "[sqlfile]") {
  CHECK(parse_name("A.\"B c\"") == Names{"a", "B c"});
  CHECK_FALSE(parse_name("a b"));
  CHECK_FALSE(parse_name(""));
  CHECK(canonical_type("int4[]") == "integer[]");
  CHECK(canonical_type("character varying(10)") == "character varying");
  CHECK_FALSE(canonical_type("1 +"));
}
