#include "pg/hide_passwords.h"

#include <cstdlib>
#include <random>

#include <fmt/format.h>

#include "pg/connection_url.h"
#include "pg/session.h"
#include "support/catch.h"
#include "support/odd_urls.h"

using namespace schemac;
using pg::hide_passwords;
using pg::holds_password;

TEST_CASE("passwords are taken out of text", "[pg]") {
  CHECK(hide_passwords("no state postgresql://u:secret@h/d here") == "no state postgresql://u:***@h/d here");
  CHECK(hide_passwords("'postgresql:/u:se@cr/et@h/d':") == "'postgresql:/u:***@h/d':");
  CHECK(hide_passwords("u:secret@h\nv:secret@h") == "u:***@h\nv:***@h");
  CHECK(hide_passwords("postgresql://u:pass word@h/d") == "postgresql://u:***@h/d");
  CHECK(hide_passwords("postgresql://u:secret and more") == "postgresql://u:*** and more");
  CHECK(hide_passwords("host=h Password = 'se cret' x=y") == "host=h Password = *** x=y");
  CHECK(hide_passwords("?%70assword=x&y=z end") == "*** end");
  CHECK(hide_passwords("  password: se cret") == "  password: ***");
  CHECK(hide_passwords("{\"sslpassword\": \"x\"}") == "{\"sslpassword\": ***}");
  CHECK(hide_passwords("ALTER ROLE a PASSWORD 'x' LOGIN") == "ALTER ROLE a PASSWORD *** LOGIN");
  CHECK(hide_passwords("url=postgresql://u:secret") == "url=postgresql://u:***");
}

TEST_CASE("other text stays", "[pg]") {
  for (const char* text :
       {"database: postgresql://u@h:5432/d (embedded server)", "postgresql://h1:1,h2:2/d, and more",
        "model.sql:12:3: error: column \"password\" does not exist [x]", "password text NOT NULL,",
        "FATAL: password authentication failed for user \"u\"", "password::text", "migrations@1f2e: unknown",
        "connection to server at \"127.0.0.1\", port 1 failed: Connection refused", "pattern: ^\\S+@\\S+$",
        "check the user and the password (the URL, PGPASSWORD, or ~/.pgpass)", "mail a@b.example: no",
        "postgresql://u@[::1]:5432/d",
        "set DATABASE_URL=postgresql://user@host:port/database, or add --database-url URL",
        "its form is postgresql://user@host:port/database?setting=value", ""}) {
    CHECK(hide_passwords(text) == text);
  }
}

TEST_CASE("words that hold a password", "[pg]") {
  for (const char* text : {"postgresql://u:p@h", "u:p q@h", "host=h password=x", "postgres://h?Password=x",
                           "postgresql%3A%2F%2Fu%3Ap%40h", "postgresql://u:word/d"}) {
    INFO(text);
    CHECK(holds_password(text));
  }
  for (const char* text :
       {"head", "1f2e..3a4b", "postgresql://u@h:5432/d", "drop the password", "a@b.example",
        "set password = NULL for old users", "schemas/a.yaml", "user=u host=h"}) {
    INFO(text);
    CHECK_FALSE(holds_password(text));
  }
}

TEST_CASE("parts of what was given are known", "[pg]") {
  pg::KnownPasswords known;
  known.learn("postgresql://u:first,second third@h/d");
  known.learn_lines("name: first\nscratch: postgresql://u:one #two@h\nmail: please, write to a@b\n");
  CHECK(known.hide("no hazard 'second'") == "no hazard '***'");
  CHECK(known.hide("no key 'two@h'") == "no key '***@h'");
  CHECK(known.hide("please write") == "please write");
  pg::KnownPasswords common;
  common.learn("postgresql://postgres:postgres@h/d");
  CHECK(common.hide("postgresql is PostgreSQL's word; postgres is a user") ==
        "postgresql is PostgreSQL's word; postgres is a user");
}

TEST_CASE("no form of a connection string shows its password", "[pg]") {
  const char* const given = std::getenv("SCHEMAC_PROPERTY_SEED");
  const unsigned seed = given == nullptr ? std::random_device{}() : static_cast<unsigned>(std::atoll(given));
  INFO("SCHEMAC_PROPERTY_SEED=" << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    for (const test::OddUrl& url : test::odd_urls(random)) {
      INFO(url.form << ": " << url.text);
      CHECK(test::mark_in(pg::redact(url.text)).empty());
      pg::KnownPasswords known;
      known.learn(url.text);
      for (const std::string& message :
           {fmt::format("no state {}", url.text), fmt::format("cannot read '{}': it is absent", url.text),
            fmt::format("{}:1:2: error", url.text), fmt::format("cannot list /data/a b/{}", url.text)}) {
        CHECK(test::mark_in(known.hide(message)).empty());
      }
      if (pg::libpq_url(url.text).find("://") != std::string::npos) CHECK(holds_password(url.text));
      // Another database of the same server: the password is kept, and not shown either.
      CHECK(test::mark_in(pg::redact(pg::with_database(url.text, "e"))).empty());
      CHECK(test::mark_in(pg::redact(pg::with_database("postgresql://h/d", url.text))).empty());
    }
  }
}
