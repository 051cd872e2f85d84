#include "pg/connection_url.h"

#include "pg/conninfo.h"
#include "pg/session.h"
#include "support/catch.h"

using namespace schemac::pg;

TEST_CASE("redact shows host, port, user, database and service", "[pg]") {
  CHECK(redact("postgresql://u:secret@h:5/d?sslmode=require") == "postgresql://u@h:5/d?sslmode=require");
  CHECK(redact("postgresql://u@h/d") == "postgresql://u@h/d");
  CHECK(redact("postgresql://h/d") == "postgresql://h/d");
  CHECK(redact("postgresql:///d") == "postgresql:///d");
  CHECK(redact("postgresql://") == "postgresql:///");
  CHECK(redact("postgresql://:secret@h/d") == "postgresql://h/d");
  CHECK(redact("postgresql://u:s%40%2Fx@h1:1,h2:2/d") == "postgresql://u@h1:1,h2:2/d");
  CHECK(redact("postgresql://u@[::1]:5432/d") == "postgresql://u@[::1]:5432/d");
  CHECK(redact("postgresql://u:secret@[::1]/d") == "postgresql://u@[::1]/d");
  CHECK(redact("postgres://h/d?password=secret&user=u") == "postgresql://u@h/d");
  CHECK(redact("postgresql+psycopg2://u:secret@h/d") == "postgresql://u@h/d");
  CHECK(redact("postgresql://u@/d?host=/run/pg&port=5433") == "postgresql://u@/d?host=/run/pg&port=5433");
  CHECK(redact("postgresql:///?service=prod") == "postgresql:///?service=prod");
  // Not what only libpq and this tool need, nor what may hold anything.
  CHECK(redact("postgresql://u@/d?host=/run/pg&hostaddr=&requirepeer=u") == "postgresql://u@/d?host=/run/pg");
  CHECK(redact("postgres://h/d?sslpassword=secret&options=-cmy.key%3Dsecret") == "postgresql://h/d");
  CHECK(redact("").empty());
}

TEST_CASE("redact of connection settings", "[pg]") {
  CHECK(redact("host=h password=secret dbname=d") == "postgresql://h/d");
  CHECK(redact("host=h password = 'se cr\\'et' dbname=d user=u port=6") == "postgresql://u@h:6/d");
  CHECK(redact("service=prod password=x") == "postgresql:///?service=prod");
  // A connection string in the wrong place.
  CHECK(redact("dbname=postgresql://u:secret@h/d host=h") == "postgresql://h/***");
}

TEST_CASE("what libpq cannot read, or would misread, is not shown", "[pg]") {
  for (const char* text :
       {"postgresql://u:se@cret@h/d", "postgresql://u:se/cret@h/d", "postgresql://u:1/cret@h/d",
        "postgresql://u:x@se/cret@h/d", "postgresql://u:se?cret@h/d", "postgresql://u:secret/d",
        "postgresql://u@h:secret/d", "postgresql://u:70000/d", "mysql://u:secret@h/d", "u:secret@h/d",
        "postgres:/u:secret@h/d", "postgresql//u:secret@h/d", "postgresql://h/d?PASSWORD=secret",
        "postgres://h/d?user=u&%70asswor%64X=secret", "host=h Password=secret", "password='never closed",
        "host=h password=se cret", "host=h port=secret", "secret"}) {
    INFO(text);
    CHECK(redact(text) == "(not shown: it cannot be read)");
    CHECK_THROWS_AS(connect(text, Settings::catalog), DatabaseError);
    try {
      connect(text, Settings::catalog);
    } catch (const DatabaseError& error) {
      CHECK(std::string(error.what()).find("cret") == std::string::npos);
      CHECK(std::string(error.what()).find("cannot read the database URL") == 0);
    }
  }
}

TEST_CASE("what is said of a string that cannot be read names only what libpq knows", "[pg]") {
  CHECK(reading_problem("postgresql://h/d?PASSWORD=secret").find("did you mean 'password'?") !=
        std::string::npos);
  CHECK(reading_problem("host=h sslmod=require").find("did you mean 'sslmode'?") != std::string::npos);
  CHECK(reading_problem("postgresql://h/d?secretword=x") == "libpq cannot read it");
}

TEST_CASE("a message is freed of the values that may not be shown", "[pg]") {
  const auto settings = parse_connection("postgresql://u:secret@h/d?options=-cx.y%3Dtoken");
  REQUIRE(settings);
  CHECK(without_hidden_values("bad secret in -cx.y=token of u", *settings) == "bad *** in *** of u");
}

TEST_CASE("a URL for other drivers", "[pg]") {
  CHECK(portable_url("postgresql://u:p@/d?host=/run&hostaddr=&requirepeer=u&port=1") ==
        "postgresql://u:p@/d?host=/run&port=1");
  CHECK(portable_url("host=h requirepeer=u") == "host=h requirepeer=u");
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
