// A folder that contains exactly the files of a set, updated at little cost: if one of ten thousand files
// changed, one is written and none is read.
//
// An index file records the folder's content after the last call: for each file the hash of its text, and the
// size, time and inode that the file had then. A file that still has these is assumed to contain that text;
// any other file is read and compared. So the index is only a hint: it may be absent, old or damaged. Files
// that a crashed run left have times that differ from the index.
//
// A new file is written in place; a changed file is replaced as a whole. A crash can leave a new file half
// written: a list of the files (the manifest) must be written after them, and the next call repairs the file.
// Two processes must not write the same folder at the same time: the caller holds a FileLock.
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

// Writes the files that differ, and removes files that end like a file of the set (`extension`) but are not
// in it. Returns how many files were written or removed. Subfolders are written in parallel. Throws OsError.
std::size_t write_file_set(const std::filesystem::path& folder, const std::filesystem::path& index,
                           std::vector<FileText> files, std::string_view extension);

}  // namespace schemac
