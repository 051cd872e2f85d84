// .sql texts -> unlinked objects. Private to compile.
#pragma once
#include "base/diagnostic.h"
#include "compile/symbols.h"

namespace schemac {

// A statement that changes an object defined elsewhere: it is folded in after all objects are known.
struct AlteringStatement {
  sql::Statement statement;
  UnlinkedSql text;
  Span span;
};

struct SqlSource {
  std::string text;
  Place place;
  std::vector<std::string>
      search_path;  // the default search path; a SET in the text changes it from there on
};

// Adds what the text defines to objects and symbols; statements that change other objects go to changes, in
// text order.
void read_sql(const SqlSource& source, UnlinkedObjects& objects, Symbols& symbols,
              std::vector<AlteringStatement>& changes, Diagnostics& diagnostics);

// Folds ALTER, GRANT, COMMENT, OWNER … into the objects they name.
void fold_alterations(std::vector<AlteringStatement> changes, UnlinkedObjects& objects, Symbols& symbols,
                      Diagnostics& diagnostics);

}  // namespace schemac
