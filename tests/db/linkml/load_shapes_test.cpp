// load: every way in which a model's objects become rows, and the rows that they became.
#include "linkml_place.h"
#include "support/catch.h"
#include "support/server.h"

namespace schemac::test {
namespace {

// A schema in a database of its own.
class Loaded {
 public:
  explicit Loaded(const std::string& classes) {
    place.write("model.yaml",
                "id: https://example.org/model\nname: model\ndefault_range: string\n"
                "default_prefix: ex\nprefixes: {ex: http://example.org/}\n" +
                    classes);
    place.project.linkml = {"model.yaml"};
    REQUIRE(place.compile());
    INFO(place.messages(Severity::error));
    place.create(database.session());
  }
  // What was wrong with the data; empty if it was loaded.
  std::string load(const std::string& class_name, const std::string& yaml) {
    return place.load_text(database.session(), class_name, "data.yaml", yaml);
  }
  std::string value(const std::string& sql) {
    return database.session().query("SELECT (" + sql + ")::text").value();
  }
  // Rows of a query, columns joined by '|' and rows by ' '.
  std::string rows(const std::string& sql) {
    return value("SELECT coalesce(string_agg(replace(replace(t::text, '(', ''), ')', ''), ' '), '') FROM (" +
                 sql + ") AS t");
  }

  LinkmlPlace place;
  TestDatabase database;
};

constexpr const char* vehicles = R"(
classes:
  Vehicle:
    annotations: {sql_inheritance: STRATEGY}
    attributes:
      id: {identifier: true}
      kind: {designates_type: true}
      wheels: {range: integer, ifabsent: int(4)}
      tags: {multivalued: true}
  Car:
    is_a: Vehicle
    attributes:
      doors: {range: integer, minimum_value: 2}
  Truck:
    is_a: Vehicle
    attributes:
      load: {range: decimal, required: true}
      drivers: {range: Person, multivalued: true}
  Person:
    attributes:
      id: {identifier: true}
      drives: {range: Vehicle}
)";

std::string with_strategy(const std::string& strategy) {
  std::string text = vehicles;
  return text.replace(text.find("STRATEGY"), 8, strategy);
}

constexpr const char* three_vehicles = R"(
- {id: v1, wheels: 2, tags: [a]}
- {id: c1, kind: Car, doors: 5, tags: [a, b]}
- {id: t1, kind: Truck, load: 2.5}
)";

TEST_CASE("load: joined inheritance, a row in each table of the hierarchy", "[linkml][load]") {
  if (server() == nullptr) return;
  Loaded loaded(with_strategy("joined"));
  CHECK(loaded.load("Vehicle", three_vehicles) == "");
  CHECK(loaded.rows("SELECT id, kind, wheels FROM vehicle ORDER BY id") ==
        "c1,Car,4 t1,Truck,4 v1,Vehicle,2");
  CHECK(loaded.rows("SELECT id, doors FROM car") == "c1,5");
  CHECK(loaded.rows("SELECT id, load FROM truck") == "t1,2.5");
  CHECK(loaded.rows("SELECT vehicle_id, tags FROM vehicle_tags ORDER BY 1, 2") == "c1,a c1,b v1,a");
  // A reference to the root reaches every row of the hierarchy, and nothing else.
  CHECK(loaded.load("Person", "[{id: p1, drives: c1}, {id: p2, drives: t1}]") == "");
  CHECK(loaded.load("Person", "{id: p3, drives: nobody}").find("drives") != std::string::npos);
  CHECK(loaded.load("Car", "{id: c2, doors: 1}").find("object 1: slot doors of Car") != std::string::npos);
  CHECK(loaded.load("Vehicle", "{id: t2, kind: Truck}").find("slot load of Truck") != std::string::npos);
  CHECK(loaded.value("SELECT count(*) FROM vehicle") == "3");
}

TEST_CASE("load: single table inheritance, one row of its class", "[linkml][load]") {
  if (server() == nullptr) return;
  Loaded loaded(with_strategy("single_table"));
  CHECK(loaded.load("Vehicle", three_vehicles) == "");
  CHECK(loaded.rows("SELECT id, kind, wheels, doors, load FROM vehicle ORDER BY id") ==
        "c1,Car,4,5, t1,Truck,4,,2.5 v1,Vehicle,2,,");
  CHECK(loaded.load("Person", "{id: p1, drives: c1}") == "");
  CHECK(loaded.load("Truck", "{id: t3, load: 1, drivers: [p1]}") == "");
  CHECK(loaded.load("Vehicle", "{id: x, doors: 4}").find("Vehicle has no slot doors") != std::string::npos);
  CHECK(loaded.load("Car", "{id: c2, doors: 1}").find("vehicle_doors_minimum") != std::string::npos);
  CHECK(loaded.load("Vehicle", "{id: t2, kind: Truck}").find("vehicle_load_truck") == std::string::npos);
  CHECK(loaded.load("Vehicle", "{id: t2, kind: Truck}").find("load") != std::string::npos);
}

TEST_CASE("load: concrete inheritance, a reference into several tables", "[linkml][load]") {
  if (server() == nullptr) return;
  Loaded loaded(with_strategy("concrete"));
  CHECK(loaded.place.messages(Severity::note)
            .find("slot 'drives' of class 'Person': rows of 'Vehicle' are in 3") != std::string::npos);
  CHECK(loaded.load("Vehicle", three_vehicles) == "");
  CHECK(loaded.rows("SELECT id, kind FROM vehicle") == "v1,Vehicle");
  CHECK(loaded.rows("SELECT id, kind, doors, wheels FROM car") == "c1,Car,5,4");
  CHECK(loaded.rows("SELECT id, kind, load FROM truck") == "t1,Truck,2.5");
  CHECK(loaded.load("Person", "{id: p1, drives: c1}") == "");
  CHECK(loaded.load("Vehicle", "{id: x, kind: Cart}")
            .find("'Cart' is neither Vehicle nor a descendant of it") != std::string::npos);
}

TEST_CASE("load: composite keys, self references and cycles of required ones", "[linkml][load]") {
  if (server() == nullptr) return;
  Loaded loaded(R"(
classes:
  Cell:
    annotations: {sql_primary_key: [row, column]}
    attributes: {row: {range: integer}, column: {range: integer}, text: {}}
  Node: {attributes: {id: {identifier: true}, parent: {range: Node}, peers: {range: Node, multivalued: true}}}
  Chicken: {attributes: {id: {identifier: true}, egg: {range: Egg, required: true}}}
  Egg: {attributes: {id: {identifier: true}, chicken: {range: Chicken, required: true}}}
  Farm:
    tree_root: true
    attributes:
      chickens: {range: Chicken, multivalued: true, inlined_as_list: true}
      eggs: {range: Egg, multivalued: true, inlined_as_list: true}
)");
  CHECK(loaded.load("Cell", "[{row: 1, column: 1, text: a}, {row: 1, column: 2}]") == "");
  CHECK(loaded.load("Cell", "{row: 1, column: 2}").find("cell_pkey") != std::string::npos);
  CHECK(loaded.load("Cell", "{row: 1}").find("column") != std::string::npos);
  // Children before their parents, and a ring.
  CHECK(loaded.load("Node", "[{id: a, parent: b, peers: [b, a]}, {id: b, parent: c}, {id: c, parent: a}]") ==
        "");
  CHECK(loaded.value("SELECT count(*) FROM node_peers") == "2");
  CHECK(loaded.load("Node", "{id: d, parent: nobody}").find("parent") != std::string::npos);
  CHECK(loaded.load("", "{chickens: [{id: c1, egg: e1}], eggs: [{id: e1, chicken: c1}]}") == "");
  CHECK(loaded.load("", "{chickens: [{id: c2, egg: e2}]}").find("egg") != std::string::npos);
}

TEST_CASE("load: lists as tables, arrays and JSON", "[linkml][load]") {
  if (server() == nullptr) return;
  Loaded loaded(R"(
classes:
  Thing:
    attributes:
      id: {identifier: true}
      numbers: {range: integer, multivalued: true, list_elements_ordered: true}
      words: {multivalued: true, annotations: {sql_multivalued: array}}
      others: {range: Thing, multivalued: true, annotations: {sql_multivalued: array}}
      mixed: {multivalued: true, any_of: [{range: integer}, {range: boolean}]}
      packed: {multivalued: true, annotations: {sql_multivalued: jsonb}}
      matrix: {range: integer, array: {exact_number_dimensions: 2}}
      free: {range: Any}
)");
  CHECK(loaded.load("Thing", R"(
- id: a
  numbers: [3, 1, 2]
  words: ["x", "with \"quotes\", {braces} and \\ ", "NULL", ""]
  others: [a, b]
  mixed: [1, true]
  packed: [p, q]
  matrix: [[1, 2], [3, 4]]
  free: {any: [thing, 1.50]}
)") == "");
  CHECK(loaded.value("SELECT string_agg(numbers::text, ',' ORDER BY position) FROM thing_numbers") ==
        "3,1,2");
  CHECK(loaded.value("SELECT words[2] || words[3] || cardinality(words) FROM thing") ==
        "with \"quotes\", {braces} and \\ NULL4");
  CHECK(loaded.value("SELECT free ->> 'any' FROM thing") == "[\"thing\", 1.50]");
  CHECK(loaded.value("SELECT matrix -> 1 -> 0 FROM thing") == "3");
  CHECK(loaded.load("Thing", "{id: b, words: x}").find("words expects a list, not the string") !=
        std::string::npos);
  CHECK(loaded.load("Thing", "{id: b, words: [5]}")
            .find("words[0]: words expects a string, not the integer 5") != std::string::npos);
  CHECK(loaded.load("Thing", "{id: b, mixed: [x]}").find("slot mixed of Thing") != std::string::npos);
  CHECK(loaded.load("Thing", "{id: b, matrix: [1]}").find("slot matrix of Thing") != std::string::npos);
}

TEST_CASE("load: inlined objects as lists, dictionaries and simple dictionaries", "[linkml][load]") {
  if (server() == nullptr) return;
  Loaded loaded(R"(
classes:
  Box:
    attributes:
      id: {identifier: true}
      items: {range: Item, multivalued: true, inlined: true}
      labels: {range: Label, multivalued: true, inlined: true}
      listed: {range: Item, multivalued: true, inlined_as_list: true}
      owner: {range: Item, inlined: true}
      place: {range: Place}
      spread: {range: Place, annotations: {sql_inline: columns}}
      packed: {range: Place, annotations: {sql_inline: jsonb}}
      visits: {range: Place, multivalued: true, list_elements_ordered: true}
  Item: {attributes: {code: {identifier: true}, size: {range: integer}, colour: {}}}
  Label: {attributes: {lang: {key: true}, text: {required: true}}}
  Place: {attributes: {street: {required: true}, number: {range: integer}}}
)");
  CHECK(loaded.load("Box", R"(
- id: b1
  items: {i1: {size: 3}, i2: null, i3: {code: i3, colour: red}}
  labels: {en: box, de: Schachtel}
  listed: [{code: l1, size: 1}, {code: l2}]
  owner: {code: o1}
  place: {street: A, number: 1}
  spread: {street: B, number: 2}
  packed: {street: C}
  visits: [{street: D}, {street: E}]
)") == "");
  CHECK(loaded.rows("SELECT items FROM box_items ORDER BY 1") == "i1 i2 i3");
  CHECK(loaded.value("SELECT count(*) FROM item") == "6");
  CHECK(loaded.rows("SELECT lang, text, box_labels FROM label ORDER BY 1") == "de,Schachtel,b1 en,box,b1");
  CHECK(loaded.rows("SELECT p.street, p.number FROM box JOIN place p ON p.id = box.place") == "A,1");
  CHECK(loaded.rows("SELECT spread_street, spread_number, packed ->> 'street' FROM box") == "B,2,C");
  CHECK(
      loaded.value(
          "SELECT string_agg(street, ',' ORDER BY box_visits_position) FROM place WHERE box_visits = 'b1'") ==
      "D,E");
  // One identified object in two places is one row; with other content it is a second one of the same key.
  CHECK(loaded.load("Box", "[{id: b2, owner: {code: z}}, {id: b3, owner: {code: z}}]") == "");
  CHECK(loaded.load("Box", "[{id: b4, owner: {code: y}}, {id: b5, owner: {code: y, size: 1}}]")
            .find("item_pkey") != std::string::npos);
  CHECK(loaded.load("Box", "{id: b6, items: {i9: {code: other}}}").find("items.i9: code is 'other'") !=
        std::string::npos);
  CHECK(loaded.load("Box", "{id: b6, place: {number: 1}}").find("place: slot street of Place") !=
        std::string::npos);
  CHECK(loaded.load("Box", "{id: b6, spread: {number: 1}}").find("spread.street of Box") !=
        std::string::npos);
  CHECK(loaded.load("Box", "{id: b6, owner: o1}").find("owner expects an object of Item") !=
        std::string::npos);
  CHECK(loaded.load("Box", "{id: b6, labels: {en: {lang: en}}}").find("labels.en: slot text of Label") !=
        std::string::npos);
}

TEST_CASE("load: data that contradicts itself is refused at its place", "[linkml][load]") {
  if (server() == nullptr) return;
  Loaded loaded(R"(
classes:
  Store:
    tree_root: true
    attributes:
      shelves: {range: Shelf, multivalued: true, inlined: true}
      plants: {range: Plant, multivalued: true, inlined: true}
  Shelf:
    attributes:
      id: {identifier: true}
      jars: {range: Jar, multivalued: true, inlined: true}
      labels: {range: Label, multivalued: true, inlined: true}
      packed: {range: Box, multivalued: true, inlined: true, annotations: {sql_multivalued: jsonb}}
      listed: {range: Box, multivalued: true, inlined_as_list: true, annotations: {sql_multivalued: jsonb}}
      spread: {range: Frame, annotations: {sql_inline: columns}}
  Jar:
    attributes:
      name: {key: true}
      number: {range: integer}
      lids: {range: Lid, multivalued: true, inlined: true}
  Lid: {attributes: {number: {key: true, range: integer}, colour: {}}}
  Label: {attributes: {lang: {key: true}, text: {required: true}}}
  Box: {attributes: {code: {identifier: true}, inner: {range: Box, multivalued: true, inlined: true}, kind: {designates_type: true}}}
  Crate: {is_a: Box}
  Frame: {attributes: {kind: {designates_type: true}, width: {range: integer}}}
  Plant:
    class_uri: ex:Vegetable
    attributes:
      code: {identifier: true}
      key_too: {key: true}
      kind: {designates_type: true, range: uriorcurie}
  Tree: {is_a: Plant}
)");
  CHECK(loaded.load("Store", R"(
shelves:
  s1:
    jars:
      j1: {number: 1, lids: {1: {number: 1, colour: red}, 2: null}}
      j2: {name: j2}
      j3: {name: null}
    labels: {en: shelf, de: {text: Regal, lang: de}}
    packed: {b1: {code: b1, inner: {b2: {kind: Crate}}}, b3: {kind: Box}}
    listed: [{code: c1}, {code: c2, kind: Crate}]
    spread: {kind: Frame, width: 3}
  s2: {id: s2}
plants: {p1: {kind: "ex:Plant", key_too: a}, p2: {kind: "ex:Vegetable", key_too: b}, p3: {kind: "ex:Tree", key_too: c}}
)") == "");
  CHECK(loaded.value("SELECT string_agg(name, ' ' ORDER BY name) FROM jar") == "j1 j2 j3");
  const auto refused = [&](const std::string& data, const std::string& place, const std::string& message) {
    const std::string found = loaded.load("Store", data);
    INFO(data << "\n" << found);
    CHECK(found.find(place + ": ") != std::string::npos);
    CHECK(found.find(message) != std::string::npos);
    CHECK(loaded.value("SELECT count(*) FROM shelf") == "2");
  };
  const auto in_shelf = [](const std::string& fields) { return "{shelves: {t: {" + fields + "}}}"; };
  refused("{shelves: {t: {id: other}}}", "shelves.t", "id is 'other' but the entry's key is 't'");
  refused(in_shelf("jars: {k: {name: other}}"), "shelves.t.jars.k", "name is 'other'");
  refused(in_shelf("jars: {k: {name: [k]}}"), "shelves.t.jars.k", "name is '[\"k\"]'");
  refused(in_shelf("jars: {k: {lids: {1: {number: 2}}}}"), "shelves.t.jars.k.lids.1", "number is '2'");
  refused(in_shelf("labels: {en: {lang: de, text: x}}"), "shelves.t.labels.en", "lang is 'de'");
  refused(in_shelf("packed: {b: {code: c}}"), "shelves.t.packed.b", "code is 'c'");
  refused(in_shelf("packed: {b: {inner: {c: {inner: {d: {code: e}}}}}}"),
          "shelves.t.packed.b.inner.c.inner.d", "code is 'e'");
  refused(in_shelf("packed: {b: {kind: Jar}}"), "shelves.t.packed.b.kind", "'Jar' is neither Box");
  refused(in_shelf("packed: {b: {inner: {c: {kind: Jar}}}}"), "shelves.t.packed.b.inner.c.kind", "'Jar'");
  refused(in_shelf("listed: [{code: b}, {code: b}]"), "shelves.t.listed[1]", "code 'b' occurs twice");
  refused(in_shelf("spread: {kind: Jar}"), "shelves.t.spread.kind", "'Jar' is neither Frame");
  refused("{plants: {p: {kind: 'ex:Jar'}}}", "plants.p.kind", "is neither Plant");
  refused("{plants: {p: {kind: 'http://elsewhere.org/Plant'}}}", "plants.p.kind", "is neither Plant");
  // A dictionary is by the identifier, also where another slot is a key.
  refused("{plants: {p: {code: q, key_too: p}}}", "plants.p", "code is 'q'");
}

TEST_CASE("load: defaults, identities and sequences", "[linkml][load]") {
  if (server() == nullptr) return;
  Loaded loaded(R"(
classes:
  Entry:
    attributes:
      number: {identifier: true, range: integer}
      state: {range: State, ifabsent: State(open)}
      day: {range: date, ifabsent: date(2026-01-02)}
      flag: {range: boolean, ifabsent: "true"}
      iri: {range: uriorcurie, ifabsent: class_curie}
      parts: {range: Part, multivalued: true, inlined_as_list: true}
  Part: {attributes: {name: {}}}
enums:
  State: {permissible_values: {open: , closed: }}
)");
  CHECK(loaded.load("Entry", R"(
- {number: 41, state: closed, parts: [{name: a}, {name: b}]}
- {number: 7, flag: no}
)") == "");
  CHECK(loaded.rows("SELECT state, day, flag, iri FROM entry WHERE number = 7") ==
        "open,2026-01-02,f,ex:Entry");
  CHECK(loaded.rows("SELECT state, flag FROM entry WHERE number = 41") == "closed,t");
  // The next number is beyond what was loaded, for rows and for keys that nobody sees.
  loaded.database.session().execute("INSERT INTO entry DEFAULT VALUES; INSERT INTO part (name) VALUES ('c')");
  CHECK(loaded.value("SELECT max(number) FROM entry") == "42");
  // One without a number gets the next.
  CHECK(loaded.load("Entry", "[{}, {parts: [{name: d}]}]") == "");
  CHECK(loaded.value("SELECT count(*) FROM entry") == "5");
}

TEST_CASE("load: strict about types, and about what YAML 1.1 reads as no text", "[linkml][load]") {
  if (server() == nullptr) return;
  Loaded loaded(R"(
classes:
  Row:
    attributes:
      text: {}
      count: {range: integer}
      size: {range: decimal}
      flag: {range: boolean}
      day: {range: date}
      at: {range: datetime}
      clock: {range: time}
      answer: {range: Answer}
enums:
  Answer: {permissible_values: {"yes": , "no": , "12:30": }}
)");
  CHECK(loaded.load("Row", R"(
- {text: "2021-01-15", day: 2021-01-15, at: 2021-01-15T10:00:00Z, clock: 12:30:00, answer: yes, flag: yes}
- {text: 2021-01, answer: 12:30, size: 1, count: -3}
- {text: yes}
- {text: 06:30}
)") == "");
  const auto refused = [&](const std::string& object, const std::string& message) {
    const std::string found = loaded.load("Row", object);
    INFO(object << ": " << found);
    CHECK(found.find(message) != std::string::npos);
  };
  refused("{text: 5}", "text expects a string, not the integer 5");
  refused("{text: true}", "text expects a string");
  refused("{text: 2021-01-15}", "text expects a string in quotes");
  refused("{text: 2018-11-13T20:20:39+00:00}", "text expects a string in quotes");
  refused("{text: 16:9}", "text expects a string in quotes");
  refused("{count: 1.5}", "count expects an integer, not the number 1.5");
  refused("{count: \"1\"}", "count expects an integer");
  refused("{size: x}", "size expects a number");
  refused("{flag: 1}", "flag expects a boolean");
  refused("{day: tomorrow}", "day expects a date");
  refused("{day: 2021-02-30}", "slot day of Row");
  refused("{at: now}", "at expects a datetime");
  refused("{text: [a]}", "text expects one value, not the list");
  refused("{answer: maybe}", "slot answer of Row");
  refused("{tex: a}", "Row has no slot tex");
}

TEST_CASE("load: a table that is not in the database is said once", "[linkml][load]") {
  if (server() == nullptr) return;
  Loaded loaded(R"(
classes:
  Row: {attributes: {id: {identifier: true}, tags: {multivalued: true}}}
  Other: {attributes: {id: {identifier: true}}}
)");
  const auto times = [](const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
    return count;
  };
  loaded.database.session().execute("DROP TABLE row_tags");
  const std::string list = loaded.load("Row", "[{id: a, tags: [x]}, {id: b, tags: [y]}]");
  CHECK(times(list, "table public.row_tags is not in the database") == 1);
  loaded.database.session().execute("DROP TABLE \"row\"");
  const std::string rows = loaded.load("Row", "[{id: a}, {id: b}, {id: c}]");
  CHECK(times(rows, "class-has-no-table") == 1);
  CHECK(rows.find("table public.\"row\" is not in the database") != std::string::npos);
}

}  // namespace
}  // namespace schemac::test
