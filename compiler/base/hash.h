// SHA-256, through OpenSSL. Digests are written "sha256:" and 64 lower-case hexadecimal digits wherever they
// are stored.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace schemac {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  Sha256& add(std::string_view bytes);
  // Adds the length before the bytes, so that ("ab","c") and ("a","bc") differ.
  Sha256& add_field(std::string_view bytes);
  std::string finish();  // and resets: one object can compute many digests

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256(std::string_view bytes);

}  // namespace schemac
