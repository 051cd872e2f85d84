// A folder that holds exactly the files of a set, kept so at little cost: of ten thousand files of which one
// changed, one is written and none is read.
//
// What the folder held after the last call is noted in an index file: per file a hash of its text, and size,
// time and inode that the file then had. A file that still has them is taken to hold that text; any other is
// read and compared. So the index is only a hint: it may be absent, old or damaged, and what a crashed run
// left behind has other times than it says.
//
// A file that is new is written in place, one that changes is replaced whole. A crash can leave a new file
// half written: whoever lists the files (the manifest) must be written after them, and the next call mends
// it. Two processes must not write the same folder at once: the caller holds a FileLock.
#pragma once
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace schemac {

struct FileText {
  std::string path;                   // "<subfolder>/<name>", one level deep
  std::function<std::string()> text;  // called once, on any thread
};

// Writes what differs and removes files that end like one of the set's (`extension`) but are not in it.
// Returns how many files were written or removed. Subfolders are written in parallel. Throws OsError.
std::size_t write_file_set(const std::filesystem::path& folder, const std::filesystem::path& index,
                           std::vector<FileText> files, std::string_view extension);

}  // namespace schemac
