#include "pg/connection_url.h"

#include "pg/session.h"
#include "support/catch.h"

using namespace schemac::pg;

TEST_CASE("redact leaves everything but the password", "[pg]") {
  CHECK(redact("postgresql://u:secret@h:5/d?sslmode=require") == "postgresql://u@h:5/d?sslmode=require");
  CHECK(redact("postgresql://u@h/d") == "postgresql://u@h/d");
  CHECK(redact("postgresql://h/d") == "postgresql://h/d");
  CHECK(redact("postgresql:///d") == "postgresql:///d");
  CHECK(redact("postgresql://:secret@h/d") == "postgresql://h/d");
  CHECK(redact("postgresql://u:s%40%2Fx@h1:1,h2:2/d") == "postgresql://u@h1:1,h2:2/d");
  CHECK(redact("postgresql://u@[::1]:5432/d") == "postgresql://u@[::1]:5432/d");
  CHECK(redact("postgresql://u:secret@[::1]/d") == "postgresql://u@[::1]/d");
  CHECK(redact("postgres://h/d?password=secret&user=u") == "postgres://h/d?user=u");
  CHECK(redact("postgres://h/d?user=u&%70assword=secret") == "postgres://h/d?user=u");
  CHECK(redact("postgres://h/d?sslpassword=secret") == "postgres://h/d");
  CHECK(redact("postgresql+psycopg2://u:secret@h/d") == "postgresql+psycopg2://u@h/d");
  // What libpq would cut wrongly is still not shown.
  CHECK(redact("postgresql://u:se@cret@h/d") == "postgresql://u@h/d");
  CHECK(redact("postgresql://u:se/cret@h/d") == "postgresql://u@h/d");
  CHECK(redact("mysql://u:secret@h/d") == "mysql://u@h/d");
}

TEST_CASE("redact of connection settings", "[pg]") {
  CHECK(redact("host=h password=secret dbname=d") == "host=h dbname=d");
  CHECK(redact("host=h password = 'se cr\\'et' dbname=d") == "host=h dbname=d");
  CHECK(redact("password='never closed").empty());
  CHECK(redact("").empty());
}

TEST_CASE("with_database keeps everything else", "[pg]") {
  CHECK(with_database("postgresql://u:p@h:5/d?sslmode=require", "e") ==
        "postgresql://u:p@h:5/e?sslmode=require");
  CHECK(with_database("postgresql+asyncpg://u@h", "e") == "postgresql://u@h/e");
  CHECK(with_database("postgresql://h?dbname=d", "e") == "postgresql://h/e");
  CHECK(with_database("postgresql:///d?host=/a b", "a/b c") == "postgresql:///a%2Fb%20c?host=/a b");
  CHECK(with_database("host=h dbname='d' password='p w'", "it's") == "host=h password='p w' dbname='it\\'s'");
  CHECK(with_database("", "e") == "dbname='e'");
}

TEST_CASE("a driver suffix is dropped", "[pg]") {
  CHECK(libpq_url("postgresql+psycopg2://h/d") == "postgresql://h/d");
  CHECK(libpq_url("postgres+psycopg://h/d") == "postgresql://h/d");
  CHECK(libpq_url("postgresql://h/d") == "postgresql://h/d");
  CHECK(libpq_url("host=h options='-c a=b'") == "host=h options='-c a=b'");
}

TEST_CASE("libpq's variables for another program", "[pg]") {
  const auto variables = libpq_environment("postgresql://u:p%40@h:5/d");
  const auto value = [&](const std::string& name) {
    for (const auto& [key, text] : variables) {
      if (key == name) return text;
    }
    return std::string("absent");
  };
  CHECK(value("PGUSER") == "u");
  CHECK(value("PGPASSWORD") == "p@");
  CHECK(value("PGHOST") == "h");
  CHECK(value("PGPORT") == "5");
  CHECK(value("PGDATABASE") == "d");
}
