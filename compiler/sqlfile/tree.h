// A read-only view of a parse tree. Private to sqlfile.
//
// The tree is libpg_query's JSON, which nests as deeply as the SQL: a chain of 50,000 operands is 50,000
// nodes deep. Json is a view of one node, two words large. A copy copies no tree; nlohmann::json would copy
// it with a function that recurses for each level. A field of an absent node is absent, at any depth, and no
// operation throws.
#pragma once
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

namespace schemac::sql {

class Json {
 public:
  Json() = default;  // absent
  explicit Json(const nlohmann::json& node) : node_(&node) {}

  bool is_array() const { return node_ && node_->is_array(); }
  bool is_object() const { return node_ && node_->is_object(); }
  bool is_absent() const { return !node_ || node_->is_null(); }

  bool contains(std::string_view key) const { return is_object() && node_->contains(key); }
  Json operator[](std::string_view key) const {
    if (!is_object()) return {};
    const auto found = node_->find(key);
    return found == node_->end() ? Json() : Json(*found);
  }
  Json operator[](std::size_t i) const { return i < size() ? Json((*node_)[i]) : Json(); }
  Json back() const { return (*this)[size() - 1]; }
  std::size_t size() const { return is_array() ? node_->size() : 0; }
  bool empty() const { return size() == 0; }

  // The node's own value.
  std::string text() const { return node_ && node_->is_string() ? node_->get<std::string>() : std::string(); }
  // A field's value, or `otherwise` if there is none of that type.
  std::string value(std::string_view key, const char* otherwise) const {
    const Json field = (*this)[key];
    return field.node_ && field.node_->is_string() ? field.text() : std::string(otherwise);
  }
  bool value(std::string_view key, bool otherwise) const {
    const Json field = (*this)[key];
    return field.node_ && field.node_->is_boolean() ? field.node_->get<bool>() : otherwise;
  }
  int value(std::string_view key, int otherwise) const {
    const Json field = (*this)[key];
    return field.node_ && field.node_->is_number_integer() ? field.node_->get<int>() : otherwise;
  }

  // Items of an array; no items for other values.
  class Items;
  Items begin() const;
  Items end() const;

  // Fields of an object, in the order of their names; no fields for other values.
  struct Field;
  class Fields;
  Fields items() const;
  // The only field of a node's wrapper {"SelectStmt": {…}}; absent for an empty one.
  Field only() const;

 private:
  const nlohmann::json* node_ = nullptr;
};

class Json::Items {
 public:
  using value_type = Json;
  using difference_type = std::ptrdiff_t;
  using reference = Json;
  using pointer = const Json*;
  using iterator_category = std::input_iterator_tag;
  Items(Json of, std::size_t at) : of_(of), at_(at) {}
  Json operator*() const { return of_[at_]; }
  Items& operator++() {
    ++at_;
    return *this;
  }
  Items operator++(int) {
    const Items old = *this;
    ++at_;
    return old;
  }
  bool operator==(const Items& other) const { return at_ == other.at_; }

 private:
  Json of_;
  std::size_t at_;
};

struct Json::Field {
  std::string_view key;
  Json value;
};

class Json::Fields {
 public:
  class Iterator {
   public:
    explicit Iterator(nlohmann::json::const_iterator at) : at_(std::move(at)) {}
    Field operator*() const { return {at_.key(), Json(*at_)}; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    nlohmann::json::const_iterator at_;
  };
  explicit Fields(const nlohmann::json& of) : of_(&of) {}
  Iterator begin() const { return Iterator(of_->cbegin()); }
  Iterator end() const { return Iterator(of_->cend()); }
  bool empty() const { return of_->empty(); }

 private:
  const nlohmann::json* of_;
};

inline Json::Items Json::begin() const { return {*this, 0}; }
inline Json::Items Json::end() const { return {*this, size()}; }

inline Json::Fields Json::items() const {
  static const nlohmann::json none = nlohmann::json::object();
  return Fields(is_object() ? *node_ : none);
}

inline Json::Field Json::only() const {
  const Fields fields = items();
  return fields.empty() ? Field{} : *fields.begin();
}

}  // namespace schemac::sql
