// Values that are nearly always absent, one word wide. For structs with dozens of such attributes, of which
// there are tens of thousands, they cost a fraction of std::optional, std::string and std::vector.
//
//   Boxed<T>  like std::optional<T>
//   Rare<T>   like a T that is nearly always T{}
//   List<T>   like a std::vector<T> that is nearly always empty
//
// Each is a pointer to its own copy of the value, or nullptr: a read costs one indirection, a write one
// allocation. Copies are deep. T may be incomplete if a struct has a list of itself.
#pragma once
#include <compare>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace schemac {

template <typename T>
class Boxed {
 public:
  Boxed() = default;
  Boxed(std::nullopt_t) {}
  Boxed(T value) : box_(std::make_unique<T>(std::move(value))) {}
  Boxed(std::optional<T> value) : box_(value ? std::make_unique<T>(*std::move(value)) : nullptr) {}
  Boxed(const Boxed& other) : box_(other.box_ ? std::make_unique<T>(*other.box_) : nullptr) {}
  Boxed(Boxed&&) noexcept = default;
  ~Boxed() = default;
  Boxed& operator=(const Boxed& other) {
    if (this != &other) box_ = other.box_ ? std::make_unique<T>(*other.box_) : nullptr;
    return *this;
  }
  Boxed& operator=(Boxed&&) noexcept = default;
  template <typename U = T>
  requires(!std::is_same_v<std::remove_cvref_t<U>, Boxed> && std::is_constructible_v<T, U> &&
           !std::is_same_v<std::remove_cvref_t<U>, std::nullopt_t>) Boxed&
  operator=(U&& value) {
    box_ = std::make_unique<T>(std::forward<U>(value));
    return *this;
  }

  explicit operator bool() const { return box_ != nullptr; }
  bool has_value() const { return box_ != nullptr; }
  T& operator*() { return *box_; }
  const T& operator*() const { return *box_; }
  T* operator->() { return box_.get(); }
  const T* operator->() const { return box_.get(); }
  T& value() { return *box_; }
  const T& value() const { return *box_; }
  template <typename U>
  T value_or(U&& other) const {
    return box_ ? *box_ : static_cast<T>(std::forward<U>(other));
  }
  void reset() { box_.reset(); }
  operator std::optional<T>() const { return box_ ? std::optional<T>(*box_) : std::nullopt; }

  friend bool operator==(const Boxed& a, const Boxed& b) {
    return a.box_ == b.box_ || (a.box_ && b.box_ && *a.box_ == *b.box_);
  }
  friend bool operator==(const Boxed& a, std::nullopt_t) { return !a.box_; }
  friend bool operator==(const Boxed& a, const T& b) { return a.box_ && *a.box_ == b; }

 private:
  std::unique_ptr<T> box_;
};

template <typename T>
class Rare {
 public:
  Rare() = default;
  Rare(T value) { *this = std::move(value); }
  Rare(const char* text) requires std::is_same_v<T, std::string> : Rare(T(text)) {}
  Rare(const Rare& other) : box_(other.box_ ? std::make_unique<T>(*other.box_) : nullptr) {}
  Rare(Rare&&) noexcept = default;
  ~Rare() = default;
  Rare& operator=(const Rare& other) {
    if (this != &other) box_ = other.box_ ? std::make_unique<T>(*other.box_) : nullptr;
    return *this;
  }
  Rare& operator=(Rare&&) noexcept = default;
  template <typename U>
  requires(!std::is_same_v<std::remove_cvref_t<U>, Rare> && std::is_constructible_v<T, U>) Rare& operator=(
      U&& from) {
    T value(std::forward<U>(from));
    box_ = value == T{} ? nullptr : std::make_unique<T>(std::move(value));
    return *this;
  }

  const T& get() const { return box_ ? *box_ : nothing(); }
  operator const T&() const { return get(); }
  operator std::string_view() const requires std::is_same_v<T, std::string> { return get(); }
  const T& operator*() const { return get(); }
  const T* operator->() const { return &get(); }
  // For a change in place.
  T& edit() {
    if (!box_) box_ = std::make_unique<T>();
    return *box_;
  }
  bool empty() const requires requires(const T& value) { value.empty(); }
  { return !box_ || box_->empty(); }
  void clear() { box_.reset(); }

  friend bool operator==(const Rare& a, const Rare& b) { return a.box_ == b.box_ || a.get() == b.get(); }
  template <typename U>
  requires(!std::is_same_v<U, Rare> && std::is_convertible_v<const U&, std::string_view>) friend bool
  operator==(const Rare& a, const U& b) {
    return a.get() == b;
  }
  friend bool operator==(const Rare& a, const T& b) { return a.get() == b; }
  friend auto operator<=>(const Rare& a, const Rare& b) requires std::three_way_comparable<T> {
    return a.get() <=> b.get();
  }
  friend std::string operator+(std::string a, const Rare& b) requires std::is_same_v<T, std::string> {
    return std::move(a += b.get());
  }
  friend std::string operator+(const Rare& a, std::string_view b) requires std::is_same_v<T, std::string> {
    return std::string(a.get()).append(b);
  }

 private:
  static const T& nothing() {
    static const T none{};
    return none;
  }
  std::unique_ptr<T> box_;
};

template <typename T>
class List {
 public:
  using value_type = T;
  using Vector = std::vector<T>;
  using iterator = T*;
  using const_iterator = const T*;

  List() = default;
  List(Vector items) { *this = std::move(items); }
  List(std::initializer_list<T> items) : List(Vector(items)) {}
  List(const List& other) : box_(other.box_ ? std::make_unique<Vector>(*other.box_) : nullptr) {}
  List(List&&) noexcept = default;
  ~List() = default;
  List& operator=(const List& other) {
    if (this != &other) box_ = other.box_ ? std::make_unique<Vector>(*other.box_) : nullptr;
    return *this;
  }
  List& operator=(List&&) noexcept = default;
  List& operator=(Vector items) {
    box_ = items.empty() ? nullptr : std::make_unique<Vector>(std::move(items));
    return *this;
  }

  List& operator=(std::initializer_list<T> items) { return *this = Vector(items); }

  bool empty() const { return !box_ || box_->empty(); }
  std::size_t size() const { return box_ ? box_->size() : 0; }
  iterator begin() { return box_ ? box_->data() : nullptr; }
  iterator end() { return box_ ? box_->data() + box_->size() : nullptr; }
  const_iterator begin() const { return box_ ? box_->data() : nullptr; }
  const_iterator end() const { return box_ ? box_->data() + box_->size() : nullptr; }
  T& operator[](std::size_t i) { return (*box_)[i]; }
  const T& operator[](std::size_t i) const { return (*box_)[i]; }
  T& front() { return box_->front(); }
  const T& front() const { return box_->front(); }
  T& back() { return box_->back(); }
  const T& back() const { return box_->back(); }

  // For a change as a vector.
  Vector& edit() {
    if (!box_) box_ = std::make_unique<Vector>();
    return *box_;
  }
  void push_back(T item) { edit().push_back(std::move(item)); }
  template <typename... Args>
  T& emplace_back(Args&&... args) {
    return edit().emplace_back(std::forward<Args>(args)...);
  }
  template <typename It>
  void append(It first, It last) {
    if (first != last) edit().insert(edit().end(), first, last);
  }
  void clear() { box_.reset(); }
  operator const Vector&() const { return box_ ? *box_ : nothing(); }

  friend bool operator==(const List& a, const List& b) {
    return static_cast<const Vector&>(a) == static_cast<const Vector&>(b);
  }

 private:
  static const Vector& nothing() {
    static const Vector none;
    return none;
  }
  std::unique_ptr<Vector> box_;
};

}  // namespace schemac
