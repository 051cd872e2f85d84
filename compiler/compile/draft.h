// Artifacts before linking: what sources state, before names are resolved. Private to compile.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "artifact/artifact.h"
#include "lower/lower.h"
#include "sqlfile/statement.h"

namespace schemac {

// The places of the bytes of a text.
using Place = std::function<Span(std::size_t offset, std::size_t length)>;

// SQL that a person wrote, with the names in it. `text` becomes one of the artifact's statements, or, for
// LinkML, replaces `written` inside the object before it is printed.
struct DraftText {
  std::string text;
  std::vector<sql::Reference> references;
  Place place;
  std::vector<std::string> search_path;  // for unqualified names, in this order
  std::size_t id_offset = 0, id_length = 0;
  std::optional<ObjectId> own;  // the name at id_offset, to be written qualified
};

struct Draft {
  Artifact artifact;
  List<DraftText> texts;
  std::unique_ptr<LoweredObject> lowered;              // then statements are printed from it after linking
  std::vector<std::unique_ptr<LoweredObject>> folded;  // its constraints
  List<std::string> need_path;                         // where artifact.stated.declared_names are searched
  bool unique = false;                                 // unique index or key constraint
  List<std::string> key_columns;                       // of a unique index or key; empty = unknown
  List<std::string> referenced_columns;                // foreign key
  Boxed<ObjectId> referenced;                          // foreign key from LinkML
};

// A list whose elements never move.
class DraftList {
 public:
  class Iterator {
   public:
    explicit Iterator(const std::unique_ptr<Draft>* at) : at_(at) {}
    Draft& operator*() const { return **at_; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const std::unique_ptr<Draft>* at_;
  };

  std::size_t size() const { return items_.size(); }
  Draft& operator[](std::size_t i) { return *items_[i]; }
  Draft& back() { return *items_.back(); }
  Draft& push_back(Draft draft) { return push_back(std::make_unique<Draft>(std::move(draft))); }
  Draft& push_back(std::unique_ptr<Draft> draft) { return *items_.emplace_back(std::move(draft)); }
  void pop_back() { items_.pop_back(); }
  Iterator begin() const { return Iterator(items_.data()); }
  Iterator end() const { return Iterator(items_.data() + items_.size()); }

 private:
  std::vector<std::unique_ptr<Draft>> items_;
};

struct Drafts {
  DraftList items;
};

}  // namespace schemac
