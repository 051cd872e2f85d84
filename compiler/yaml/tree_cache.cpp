#include "yaml/tree_cache.h"

#include "base/hash.h"

namespace schemac::yaml {
namespace {

constexpr std::string_view magic = "schemac yaml tree 1\n";
constexpr std::size_t max_stored_depth = 600;  // deeper than anything that the reader accepts

constexpr std::string_view title = "schemac yaml trees 1\n";
constexpr std::size_t checksum_size = 64;
constexpr std::size_t size_bytes = 8;
constexpr std::size_t entry_head_size = checksum_size + size_bytes;

std::string hex_digest(std::string_view bytes) {
  std::string digest = sha256(bytes);
  return digest.substr(digest.size() - checksum_size);
}

class Encoder {
 public:
  explicit Encoder(std::string& out) : out_(out) {}

  void value(const Value& value) {
    out_ += static_cast<char>(static_cast<unsigned>(value.type) | static_cast<unsigned>(value.style) << 2U);
    span(value.span);
    text(value.scalar);
    if (value.type == Value::Type::list) {
      number(value.items.size());
      for (const Value& item : value.items) this->value(item);
    } else if (value.type == Value::Type::map) {
      number(value.entries.size());
      for (const auto& [key, entry] : value.entries) {
        text(key.value);
        span(key.span);
        this->value(entry);
      }
    }
  }

 private:
  void number(std::uint64_t n) {
    for (; n >= 0x80; n >>= 7U) out_ += static_cast<char>((n & 0x7FU) | 0x80U);
    out_ += static_cast<char>(n);
  }
  void text(std::string_view t) {
    number(t.size());
    out_ += t;
  }
  void span(Span s) {
    number(s.begin);
    number(s.end - s.begin);
  }
  std::string& out_;
};

class Decoder {
 public:
  Decoder(std::string_view bytes, FileId file) : bytes_(bytes), file_(file) {}

  bool value(Value& out, std::size_t depth) {
    if (depth > max_stored_depth || at_ >= bytes_.size()) return false;
    const auto head = static_cast<unsigned char>(bytes_[at_++]);
    if ((head >> 2U) > static_cast<unsigned>(ScalarStyle::folded)) return false;
    out.type = static_cast<Value::Type>(head & 3U);
    out.style = static_cast<ScalarStyle>(head >> 2U);
    std::uint64_t count = 0;
    if (!span(out.span) || !text(out.scalar)) return false;
    if (out.type == Value::Type::list) {
      if (!number(count) || count > bytes_.size() - at_) return false;
      out.items.resize(count);
      for (Value& item : out.items) {
        if (!value(item, depth + 1)) return false;
      }
    } else if (out.type == Value::Type::map) {
      if (!number(count) || count > bytes_.size() - at_) return false;
      out.entries.resize(count);
      for (auto& [key, entry] : out.entries) {
        if (!text(key.value) || !span(key.span) || !value(entry, depth + 1)) return false;
      }
    }
    return true;
  }
  bool at_end() const { return at_ == bytes_.size(); }

 private:
  bool number(std::uint64_t& out) {
    out = 0;
    for (unsigned shift = 0; shift < 64 && at_ < bytes_.size(); shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      out |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) return true;
    }
    return false;
  }
  bool text(std::string& out) {
    std::uint64_t size = 0;
    if (!number(size) || size > bytes_.size() - at_) return false;
    out.assign(bytes_.substr(at_, size));
    at_ += size;
    return true;
  }
  bool span(Span& out) {
    std::uint64_t begin = 0;
    std::uint64_t length = 0;
    if (!number(begin) || !number(length)) return false;
    out = {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + length)};
    return true;
  }

  std::string_view bytes_;
  FileId file_;
  std::size_t at_ = 0;
};

}  // namespace

std::string encode_tree(const Value& root) {
  std::string out(magic);
  Encoder(out).value(root);
  return out + hex_digest(out);
}

std::optional<Value> decode_tree(std::string_view bytes, FileId file) {
  if (bytes.size() < magic.size() + checksum_size || !bytes.starts_with(magic)) return std::nullopt;
  const std::string_view content = bytes.substr(0, bytes.size() - checksum_size);
  if (hex_digest(content) != bytes.substr(content.size())) return std::nullopt;
  Decoder decoder(content.substr(magic.size()), file);
  Value root;
  if (!decoder.value(root, 0) || !decoder.at_end()) return std::nullopt;
  return root;
}

// title, then for each tree: digest of the module, size in eight bytes, tree.
TreeCache::TreeCache(std::string text) : text_(std::move(text)) {
  std::string_view rest = text_;
  if (!rest.starts_with(title)) return;
  rest.remove_prefix(title.size());
  while (rest.size() > entry_head_size) {
    const std::string_view digest = rest.substr(0, checksum_size);
    std::uint64_t size = 0;
    for (std::size_t i = 0; i < size_bytes; ++i)
      size |= std::uint64_t{static_cast<unsigned char>(rest[checksum_size + i])} << (8 * i);
    rest.remove_prefix(entry_head_size);
    if (size > rest.size()) return;
    entries_[std::string(digest)].tree = rest.substr(0, size);
    rest.remove_prefix(size);
  }
}

std::optional<Value> TreeCache::find(std::string_view module_text, FileId file) {
  const std::string digest = hex_digest(module_text);
  std::string_view tree;
  {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(digest);
    if (found == entries_.end()) return std::nullopt;
    found->second.used = true;
    tree = found->second.tree;
  }
  return decode_tree(tree, file);
}

void TreeCache::add(std::string_view module_text, const Value& root) {
  std::string digest = hex_digest(module_text);
  std::string tree = encode_tree(root);
  const std::lock_guard lock(mutex_);
  const std::string& kept = added_[digest] = std::move(tree);
  entries_[std::move(digest)] = {kept, true};
}

std::optional<std::string> TreeCache::text_to_keep() const {
  const std::lock_guard lock(mutex_);
  if (added_.empty()) return std::nullopt;
  std::size_t size = title.size();
  for (const auto& [digest, entry] : entries_) size += entry_head_size + entry.tree.size();
  std::string out;
  out.reserve(size);
  out += title;
  const auto append = [&](const std::string& digest, std::string_view tree) {
    out += digest;
    for (std::size_t i = 0; i < size_bytes; ++i) out += static_cast<char>(tree.size() >> (8 * i));
    out += tree;
  };
  for (const auto& [digest, entry] : entries_)
    if (entry.used) append(digest, entry.tree);
  const std::size_t most = 2 * out.size();
  for (const auto& [digest, entry] : entries_)
    if (!entry.used && out.size() + entry_head_size + entry.tree.size() <= most) append(digest, entry.tree);
  return out;
}

}  // namespace schemac::yaml
