// The node of one statement -> verb, object and the other facts. Private to sqlfile/identify*.cpp.
//
//   identify.cpp         the family of a node; settings; how positions in the text are found
//   identify_create.cpp  CREATE, of relations and of everything else
//   identify_alter.cpp   ALTER, COMMENT, SECURITY LABEL, GRANT
//   statement_kinds.cpp  names of nodes and of object types, as tables
#pragma once
#include <initializer_list>
#include <string>
#include <vector>

#include "sqlfile/parser.h"

namespace schemac::sql {

class Identification {
 public:
  Identification(const std::vector<Token>& tokens, Statement& statement) : tokens_(tokens), out_(statement) {}

  void run(const std::string& name, const Json& node);

 private:
  using Verb = Statement::Verb;

  // CREATE of objects in pg_class
  bool create_relation(const std::string& name, const Json& node);
  void table_parts(const Json& node);
  void table_column(const Json& element);
  void view_columns(const Json& aliases, const Json& query);
  void owned_by(const Json& options);

  // CREATE of everything else
  bool create_other(const std::string& name, const Json& node);
  bool create_type(const std::string& name, const Json& node);
  bool create_on_relation(const std::string& name, const Json& node);
  bool create_without_namespace(const std::string& name, const Json& node);
  void define(const Json& node);

  // ALTER, GRANT, COMMENT
  bool alter(const std::string& name, const Json& node);
  bool alter_table(const Json& node);
  void alter_part(const Json& command);
  // COMMENT, OWNER, SECURITY LABEL: the object in each of its forms.
  void named_object(const std::string& type, const Json& object);
  void routine_object(Kind kind, const Json& routine);
  void grant(const Json& node);
  void grant_on_everything(const Json& node);

  void setting(const Json& node);
  // SELECT pg_catalog.set_config('search_path', '', false), as pg_dump writes it.
  bool is_set_config(const Json& node);

  void id(Kind kind, const std::vector<std::string>& parts, Verb verb = Verb::create);
  void relation_id(Kind kind, const Json& range, Verb verb = Verb::create);
  void on_relation(Kind kind, const std::string& name, const Json& range, Verb verb = Verb::create);
  // Finds the name, of at most that many parts, after the first of these words.
  void place(std::initializer_list<std::string_view> words, std::size_t parts = 8, std::size_t from = 1);
  void set_place(std::size_t i, std::size_t parts);
  void extra(Reference::To to, const std::string& name, const std::string& schema = {});
  void forbid(std::string why);

  const std::vector<Token>& tokens_;
  Statement& out_;
};

}  // namespace schemac::sql
