// A random schema as a value that can be edited at random and printed as statements.
//
// Rows are the same three in every table, chosen so that an edit never asks for what rows cannot give: values
// of one column convert to every type that the column may get, references point at rows that are there, a
// column that an edit adds is nullable or has a default. A plan that fails on them is a wrong plan.
#pragma once
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "property/random_fragments.h"

namespace schemac::test {

struct Statement {
  std::string key;  // what it is about: shrinking leaves out a key in both states
  std::string sql;
};

struct RandomColumn {
  std::string name;
  std::string type;
  std::string family;  // types of one family take each other's place: number, moment, truth, label
  bool not_null = false;
  bool fresh = false;  // an edit added it
  std::string default_expression;
  std::string generated;  // the column that it is computed from
  std::string comment;
};

struct RandomTable {
  std::string name;
  std::vector<RandomColumn> columns;  // id first
  struct Hanger {
    std::string name;
    std::string kind;  // check, unique, foreign key, index, trigger, policy
    std::string column;
    std::string other;  // foreign key: the table; index: its form; trigger: the function
    int variant = 0;
  };
  std::vector<Hanger> hangers;
  std::string comment;
  std::vector<std::string> readers;  // columns, "" = the whole table
};

struct RandomView {
  std::string name;
  bool materialized = false;
  std::string base;
  std::vector<std::string> columns;
  int form = 0;  // plain, filtered, grouped
  bool indexed = false;
  bool granted = false;
  std::string comment;
};

struct RandomRoutine {
  std::string name;
  std::string form;  // text, atomic, trigger
  std::string table, column;
  std::string argument;
  int variant = 0;
};

struct RandomState {
  std::vector<std::vector<std::string>> enums;  // labels; the first is never taken away
  std::vector<std::int64_t> sequences;          // increment; 0 = absent
  std::vector<RandomTable> tables;
  std::vector<RandomView> views;  // each reads a table or an earlier view
  std::vector<RandomRoutine> routines;
  FragmentForms fragments;  // empty, or one for each fragment
};

using Random = std::mt19937_64;

RandomState random_state(Random& random);
void add_fragments(RandomState& state, Random& random);
// Some edits, at least one.
RandomState edited(RandomState state, Random& random);
std::vector<Statement> statements(const RandomState& state);
// INSERTs for the state's tables.
std::string rows(const RandomState& state);

}  // namespace schemac::test
