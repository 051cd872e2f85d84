#include "cli/app.h"

int main(int argc, char** argv) { return schemac::cli::main(argc, argv); }
