#include <cstdlib>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/stack_thread.h"
#include "cli/app.h"
#include "cli/hide_arguments.h"

int main(int argc, char** argv) {
  std::vector<std::string> words = schemac::cli::take_arguments(argc, argv);
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const auto run = [&] { return schemac::cli::main(argc, pointers.data()); };
  try {
    // The process ends from the thread that did the work: ending the thread first would
    // free its memory page by page, for nothing.
    schemac::run_on_stack(schemac::work_stack_bytes, [&] { std::exit(run()); });
  } catch (const schemac::OsError&) {  // no such thread could be created
  }
  return run();
}
