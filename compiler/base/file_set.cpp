#include "base/file_set.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/file_descriptor.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/parallel.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view index_title = "schemac file set 1\n";
constexpr std::string_view temporary_suffix = ".tmp";
constexpr std::size_t hash_digits = 32;
constexpr std::size_t chunk_size = 256;  // files that a thread takes at once

// Distinguishes a file that was touched from one that was not.
struct Stamp {
  std::int64_t size = -1;
  std::int64_t time = 0;  // of the last change, nanoseconds
  std::uint64_t inode = 0;
  friend bool operator==(const Stamp&, const Stamp&) = default;
};

Stamp stamp_of(const struct stat& info) {
  return {info.st_size, std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec,
          info.st_ino};
}

struct Noted {
  std::string hash;
  Stamp stamp;
};
using Index = std::unordered_map<std::string_view, Noted>;

// Views into text. A damaged line is ignored: its file is then read. So is the line of a file that was
// written in the same tick of the clock as the index: a change right after would not show in the file's time.
Index parse_index(std::string_view text, std::int64_t written) {
  Index index;
  if (!text.starts_with(index_title)) return index;
  text.remove_prefix(index_title.size());
  index.reserve(text.size() / 64);
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.size() <= hash_digits) continue;
    Noted noted;
    noted.hash = line.substr(0, hash_digits);
    const char* at = line.data() + hash_digits;
    const char* const end = line.data() + line.size();
    const auto number = [&](auto& out) {
      if (at == end || *at != ' ') return false;
      const auto [behind, error] = std::from_chars(at + 1, end, out);
      at = behind;
      return error == std::errc();
    };
    if (!number(noted.stamp.size) || !number(noted.stamp.time) || !number(noted.stamp.inode) || at == end)
      continue;
    if (noted.stamp.time >= written) continue;
    index.emplace(std::string_view(at + 1, end), std::move(noted));
  }
  return index;
}

// The names in <folder>/<subfolder>, as "<subfolder>/<name>".
void list(const fs::path& folder, const std::string& subfolder, std::vector<std::string>& out) {
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir((folder / subfolder).c_str()), ::closedir);
  if (!stream) {
    if (errno == ENOENT || errno == ENOTDIR) return;
    throw OsError("cannot list", (folder / subfolder).string(), errno);
  }
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..")
      out.push_back(subfolder.empty() ? std::string(name) : fmt::format("{}/{}", subfolder, name));
  }
}

std::vector<std::string> list(const fs::path& folder) {
  std::vector<std::string> subfolders, files;
  list(folder, "", subfolders);
  for (const std::string& subfolder : subfolders) list(folder, subfolder, files);
  return files;
}

class Writer {
 public:
  Writer(const fs::path& folder, const Index& index, const std::unordered_set<std::string_view>& present)
      : path_(folder),
        folder_(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)),
        index_(index),
        present_(present) {
    if (folder_.get() < 0) fail("cannot open", {}, errno);
  }

  // Fills noted; true if the file was written.
  bool keep(const FileText& file, Sha256& hash, Noted& noted) const {
    const std::string text = file.text();
    noted.hash = hash.add(text).finish().substr(sizeof("sha256:") - 1, hash_digits);
    if (!present_.contains(file.path)) return write(text, file.path, O_EXCL, noted);
    if (is_as_noted(file, noted) || holds(file.path, text, noted)) return false;
    const std::string temporary = file.path + std::string(temporary_suffix);
    remove(temporary);  // left by a killed run; a link there would redirect the write
    write(text, temporary, O_EXCL, noted);
    if (::renameat(folder_.get(), temporary.c_str(), folder_.get(), file.path.c_str()) != 0)
      fail("cannot write", file.path, errno);
    return true;
  }

  void remove(const std::string& file) const {
    if (::unlinkat(folder_.get(), file.c_str(), 0) != 0 && errno != ENOENT)
      fail("cannot remove", file, errno);
  }

 private:
  [[noreturn]] void fail(const char* what, std::string_view file, int error) const {
    throw OsError(what, (path_ / file).string(), error);
  }

  bool is_as_noted(const FileText& file, Noted& noted) const {
    const auto before = index_.find(file.path);
    if (before == index_.end() || before->second.hash != noted.hash) return false;
    struct stat info {};
    if (::fstatat(folder_.get(), file.path.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) return false;
    if (stamp_of(info) != before->second.stamp) return false;
    noted.stamp = before->second.stamp;
    return true;
  }

  bool holds(const std::string& file, const std::string& wanted, Noted& noted) const {
    const FileDescriptor fd(::openat(folder_.get(), file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    struct stat info {};
    if (fd.get() < 0 || ::fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode) ||
        static_cast<std::size_t>(info.st_size) != wanted.size())
      return false;
    std::string text(wanted.size(), '\0');
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t count = ::read(fd.get(), text.data() + done, text.size() - done);
      if (count == 0 || (count < 0 && errno != EINTR)) return false;
      if (count > 0) done += static_cast<std::size_t>(count);
    }
    noted.stamp = stamp_of(info);
    return text == wanted;
  }

  bool write(const std::string& text, const std::string& name, int flag, Noted& noted) const {
    const FileDescriptor fd(
        ::openat(folder_.get(), name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flag, 0666));
    if (fd.get() < 0) fail("cannot write", name, errno);
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t count = ::write(fd.get(), text.data() + done, text.size() - done);
      if (count < 0 && errno != EINTR) fail("cannot write", name, errno);
      if (count > 0) done += static_cast<std::size_t>(count);
    }
    struct stat info {};
    if (::fstat(fd.get(), &info) != 0) fail("cannot write", name, errno);
    noted.stamp = stamp_of(info);
    return true;
  }

  fs::path path_;
  FileDescriptor folder_;
  const Index& index_;
  const std::unordered_set<std::string_view>& present_;
};

void create_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw OsError("cannot create", folder.string(), error.value());
}

// Sorted by path.
void create_subfolders(const fs::path& folder, const std::vector<FileText>& files) {
  create_folder(folder);
  std::string_view last;
  for (const FileText& file : files) {
    const std::string_view subfolder = std::string_view(file.path).substr(0, file.path.find('/'));
    if (subfolder != last) create_folder(folder / subfolder);
    last = subfolder;
  }
}

std::int64_t time_of(const fs::path& file) {
  struct stat info {};
  return ::stat(file.c_str(), &info) == 0 ? stamp_of(info).time : 0;
}

std::string index_text(const std::vector<FileText>& files, const std::vector<Noted>& noted) {
  std::string text(index_title);
  for (std::size_t i = 0; i < files.size(); ++i)
    fmt::format_to(std::back_inserter(text), "{} {} {} {} {}\n", noted[i].hash, noted[i].stamp.size,
                   noted[i].stamp.time, noted[i].stamp.inode, files[i].path);
  return text;
}

}  // namespace

std::size_t write_file_set(const fs::path& folder, const fs::path& index_file, std::vector<FileText> files,
                           std::string_view extension) {
  std::sort(files.begin(), files.end(), [](const FileText& a, const FileText& b) { return a.path < b.path; });
  const std::vector<std::string> listed = list(folder);
  const std::unordered_set<std::string_view> present(listed.begin(), listed.end());
  Files whole_files;
  const std::string old_index = whole_files.read_if_exists(index_file).value_or("");
  const Index index = parse_index(old_index, time_of(index_file));
  create_subfolders(folder, files);
  const Writer writer(folder, index, present);

  std::vector<Noted> noted(files.size());
  const Pieces pieces(files.size(), chunk_size);
  std::vector<std::size_t> written(pieces.count());
  parallel_for(written.size(), [&](std::size_t chunk) {
    Sha256 hash;
    pieces.each(chunk,
                [&](std::size_t i) { written[chunk] += writer.keep(files[i], hash, noted[i]) ? 1 : 0; });
  });
  std::size_t changed = 0;
  for (const std::size_t count : written) changed += count;
  const auto is_wanted = [&](const std::string& path) {
    return std::binary_search(files.begin(), files.end(), FileText{path, {}},
                              [](const FileText& a, const FileText& b) { return a.path < b.path; });
  };
  for (const std::string& file : listed) {
    const bool left_over = file.ends_with(std::string(extension).append(temporary_suffix));
    if (!left_over && (!file.ends_with(extension) || is_wanted(file))) continue;
    writer.remove(file);
    changed += left_over ? 0 : 1;
  }
  whole_files.write_if_changed(index_file, index_text(files, noted));
  return changed;
}

}  // namespace schemac
