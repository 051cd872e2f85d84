#include "base/hash.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <new>

namespace schemac {

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  std::string waiting;  // small pieces: one call of OpenSSL costs more than hashing them
  void flush() {
    EVP_DigestUpdate(context, waiting.data(), waiting.size());
    waiting.clear();
  }
  State() {
    if (context == nullptr || EVP_DigestInit_ex(context, EVP_sha256(), nullptr) != 1) throw std::bad_alloc();
  }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;

Sha256& Sha256::add(std::string_view bytes) {
  constexpr std::size_t small = 1024, room = 8192;
  if (bytes.size() <= small && state_->waiting.size() + bytes.size() <= room) {
    state_->waiting += bytes;
  } else {
    state_->flush();
    EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
  }
  return *this;
}

Sha256& Sha256::add_field(std::string_view bytes) {
  std::array<char, 8> length{};
  for (std::size_t i = 0; i < length.size(); ++i) length[i] = static_cast<char>(bytes.size() >> (8 * i));
  return add({length.data(), length.size()}).add(bytes);
}

std::string Sha256::finish() {
  std::array<unsigned char, 32> digest{};
  state_->flush();
  EVP_DigestFinal_ex(state_->context, digest.data(), nullptr);
  EVP_DigestInit_ex(state_->context, nullptr, nullptr);  // the same algorithm: a lookup is expensive
  constexpr std::string_view digits = "0123456789abcdef";
  constexpr std::string_view head = "sha256:";
  std::string out(head.size() + 2 * digest.size(), '\0');
  char* to = std::copy(head.begin(), head.end(), out.data());
  for (const unsigned char byte : digest) {
    *to++ = digits[byte >> 4U];
    *to++ = digits[byte & 15U];
  }
  return out;
}

std::string sha256(std::string_view bytes) { return Sha256().add(bytes).finish(); }

}  // namespace schemac
