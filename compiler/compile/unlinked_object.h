// Objects before linking: what sources define, with names that are not resolved. Private to compile.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "artifact/artifact.h"
#include "lower/lower.h"
#include "sqlfile/statement.h"

namespace schemac {

// The places of the bytes of a text.
using Place = std::function<Span(std::size_t offset, std::size_t length)>;

// SQL that a person wrote, with the names in it: a statement of a .sql file, or the text of a field of an
// object from LinkML.
struct UnlinkedSql {
  std::string text;
  std::vector<sql::Reference> references;
  Place place;
  std::vector<std::string> search_path;  // for unqualified names, in this order
  std::size_t id_offset = 0, id_length = 0;
  std::optional<ObjectId> own;  // the name at id_offset, to be written qualified
};

// From LinkML: values, printed as statements after linking.
struct LinkmlDefinition {
  std::unique_ptr<LoweredObject> object;                    // never nullptr
  std::vector<std::unique_ptr<LoweredObject>> constraints;  // of a table: its keys and checks
};
// From .sql texts: the statement that creates it.
struct SqlDefinition {
  Boxed<UnlinkedSql> statement;   // never empty; boxed, because most objects are from LinkML
  bool unique = false;            // unique index or key constraint
  List<std::string> key_columns;  // of a unique index or key; empty = unknown
};
// Nothing is left to link: an object of another project, or one that names imply (a namespace, an extension).
struct LinkedDefinition {};
using Definition = std::variant<LinkedDefinition, LinkmlDefinition, SqlDefinition>;

struct UnlinkedObject {
  Artifact artifact;  // id, span, columns and what sources state; link() completes it
  Definition definition;
  List<UnlinkedSql> alterations;  // statements of .sql texts that change it, in order
  List<std::string> need_path;    // where artifact.stated.declared_names are searched
};

// The columns of a unique index without a condition, or of a key constraint; nullptr for all other objects.
// An empty list: not known.
const std::vector<std::string>* unique_key_of(const UnlinkedObject& object);

// A list whose elements never move.
class UnlinkedObjects {
 public:
  class Iterator {
   public:
    explicit Iterator(const std::unique_ptr<UnlinkedObject>* at) : at_(at) {}
    UnlinkedObject& operator*() const { return **at_; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const std::unique_ptr<UnlinkedObject>* at_;
  };

  std::size_t size() const { return items_.size(); }
  UnlinkedObject& operator[](std::size_t i) { return *items_[i]; }
  UnlinkedObject& back() { return *items_.back(); }
  UnlinkedObject& push_back(UnlinkedObject object) {
    return push_back(std::make_unique<UnlinkedObject>(std::move(object)));
  }
  UnlinkedObject& push_back(std::unique_ptr<UnlinkedObject> object) {
    return *items_.emplace_back(std::move(object));
  }
  void pop_back() { items_.pop_back(); }
  Iterator begin() const { return Iterator(items_.data()); }
  Iterator end() const { return Iterator(items_.data() + items_.size()); }

 private:
  std::vector<std::unique_ptr<UnlinkedObject>> items_;
};

}  // namespace schemac
