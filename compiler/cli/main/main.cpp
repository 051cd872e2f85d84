#include <string>
#include <vector>

#include "cli/app.h"
#include "cli/conceal.h"

int main(int argc, char** argv) {
  std::vector<std::string> words = schemac::cli::take_arguments(argc, argv);
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return schemac::cli::main(argc, pointers.data());
}
