#include "history/lint.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "catalog/in_words.h"
#include "plan/hazard.h"
#include "sqlfile/lexer.h"
#include "sqlfile/operations.h"

namespace schemac {
namespace {

using sql::Operation;
using What = Operation::What;

// Hazards that occur only in hand-written SQL.
Hazard concurrently_in_transaction(const ObjectId& object) {
  return {"concurrently-in-transaction",
          "CONCURRENTLY does not run inside a transaction, and this step does; the migration fails.", object,
          "Mark the step [no transaction].", false};
}

Hazard cascading_drop(const ObjectId& object) {
  return {"cascading-drop",
          "CASCADE drops everything that depends on " + in_words(object) + ", named or not.", object,
          "Drop the dependents by name, so that a reviewer sees them.", true};
}

Hazard unbatched_change(const ObjectId& table) {
  return {"unbatched-change",
          "All rows of " + qualified_name(table) +
              " change in one transaction, which holds their locks and "
              "doubles the table's size.",
          table, "Put the statement into a separate step and mark it [batch N].", false};
}

Hazard name_in_use(const ObjectId& object, const std::string& what) {
  return {"name-in-use", "Programs that still use the old name of " + what + " fail at once.", object,
          "Add the new name beside the old one, and drop the old one when it is no longer used.", false};
}

Hazard no_lock_timeout(const ObjectId& object) {
  return {"no-lock-timeout",
          "Without lock_timeout this statement waits for its lock without limit, and other sessions wait "
          "behind it.",
          object, "Leave the project's lock_timeout as it is, or give the step a [lock_timeout T].", false};
}

Hazard value_not_committed(const ObjectId& type) {
  return {"new-value-not-committed",
          "A new value of enum " + qualified_name(type) + " cannot be used in the transaction that adds it.",
          type, "Mark the step [commit].", false};
}

Hazard unread_statement(const sql::ParseError& error) {
  return {"unread-statement",
          fmt::format("This statement is not judged: the SQL grammar of this build cannot read it ({}).",
                      error.message),
          {},
          "Read it, then accept it with `-- lint: allow unread-statement`.",
          false};
}

Object nothing_but(const ObjectId& id) {
  Object object;
  object.id = id;
  return object;
}

bool takes_strong_lock(What what) {
  switch (what) {
    case What::drop:
    case What::add_column:
    case What::drop_column:
    case What::change_type:
    case What::set_not_null:
    case What::set_storage:
    case What::add_constraint:
    case What::rename:
    case What::truncate:
    case What::rewrite:
      return true;
    case What::create:
    case What::create_index:
    case What::reindex:
    case What::update:
    case What::delete_rows:
    case What::add_enum_value:
    case What::refresh:
    case What::lock_table:
    case What::set_lock_timeout:
    case What::other:
      return false;
  }
  return false;
}

bool is_no_limit(const std::string& timeout) {
  return !timeout.empty() && timeout.find_first_not_of("0 msinhd") == std::string::npos;
}

class MigrationLint {
 public:
  MigrationLint(const Migration& migration, const LintOptions& options)
      : migration_(migration), options_(options) {}

  std::vector<LintFinding> run() {
    for (std::size_t i = 0; i < migration_.up.size(); ++i) {
      step_ = &migration_.up[i];
      last_step_ = i + 1 == migration_.up.size();
      read_allowed();
      if (step_->lock_timeout)
        unlimited_ = is_no_limit(*step_->lock_timeout);
      else if (starts_segment_)
        unlimited_ = is_no_limit(options_.lock_timeout);
      for (const SqlStatement& statement : split_statements(step_->sql)) {
        statement_ = statement;
        const std::string text = step_->sql.substr(statement.begin, statement.end - statement.begin);
        const sql::Operations read = sql::operations(text);
        if (read.unread) find(unread_statement(*read.unread));
        for (const Operation& operation : read.all) judge(operation);
      }
      starts_segment_ = step_->commit_after || !step_->transactional || step_->batch;
    }
    return std::move(findings_);
  }

 private:
  // "-- lint: allow data-loss, long-lock"
  void read_allowed() {
    static constexpr std::string_view word = "lint: allow ";
    allowed_.clear();
    for (const Lexeme& token : lex_sql(step_->sql)) {
      if (token.type != Lexeme::Type::line_comment) continue;
      std::string_view text = std::string_view(step_->sql).substr(token.begin, token.end - token.begin);
      const std::size_t at = text.find(word);
      if (at == std::string_view::npos) continue;
      std::string code;
      for (const char c : text.substr(at + word.size())) {
        if (c != ',' && c != ' ') {
          code += c;
          continue;
        }
        allowed_.insert(std::move(code));
        code.clear();
      }
      allowed_.insert(std::move(code));
    }
  }

  void find(Hazard hazard) {
    if (allowed_.contains(hazard.code) || allowed_.contains("all")) return;
    Span span = step_->span;
    if (span.known()) {
      span.end = span.begin + static_cast<std::uint32_t>(statement_.end);
      span.begin += static_cast<std::uint32_t>(statement_.begin);
    }
    findings_.push_back({std::move(hazard), migration_.revision, step_->title, span});
  }

  bool is_new(const ObjectId& id) const { return created_.contains({id.namespace_, id.name}); }

  void judge(const Operation& operation) {
    const ObjectId& id = operation.id;
    if (operation.what == What::create) {
      created_.insert({id.namespace_, id.name});
      return;
    }
    if (operation.what == What::set_lock_timeout) unlimited_ = is_no_limit(operation.part);
    if (operation.concurrently && step_->transactional) find(concurrently_in_transaction(id));
    if (operation.cascade) find(cascading_drop(id));
    if (is_new(id)) return;
    if (unlimited_ && takes_strong_lock(operation.what)) find(no_lock_timeout(id));
    if (id.kind == Kind::table || id.kind == Kind::foreign_table)
      judge_table(operation);
    else
      judge_other(operation);
  }

  void judge_table(const Operation& operation) {
    const ObjectId& id = operation.id;
    switch (operation.what) {
      case What::drop:
        find(hazard::drop_object(nothing_but(id), std::nullopt));
        break;
      case What::drop_column:
        find(hazard::drop_column(id, operation.part));
        break;
      case What::add_column:
        judge_new_column(operation);
        break;
      case What::change_type:
        find(hazard::table_rewrite(
            id, "Unless the types are binary compatible, a new type of " + quote_identifier(operation.part)));
        find(hazard::failing_cast(id, operation.part, "its type", operation.type));
        break;
      case What::set_not_null:
        find(hazard::validation_scan({Kind::column_default, id.namespace_, id.name, operation.part},
                                     Lock::access_exclusive));
        break;
      case What::set_storage:
        find(hazard::table_rewrite(id, "Another storage"));
        break;
      case What::rewrite:
        find(hazard::table_rewrite(id, operation.part));
        break;
      case What::add_constraint:
        judge_constraint(operation);
        break;
      case What::create_index:
        if (!operation.concurrently)
          find(hazard::blocking_index_build({Kind::index, id.namespace_, id.name, operation.part}, id));
        break;
      case What::reindex:
        if (!operation.concurrently) find(hazard::long_lock(id, "REINDEX without CONCURRENTLY"));
        break;
      case What::rename:
        find(name_in_use(id, operation.renames_column ? "a column of " + qualified_name(id) : in_words(id)));
        break;
      case What::truncate:
        find(hazard::drop_object(nothing_but(id), std::nullopt));
        break;
      case What::update:
      case What::delete_rows:
        if (operation.what == What::delete_rows && operation.whole_table)
          find(hazard::drop_object(nothing_but(id), std::nullopt));
        else if (operation.whole_table && !step_->batch)
          find(unbatched_change(id));
        break;
      case What::lock_table:
        find(hazard::long_lock(id, "LOCK TABLE"));
        break;
      case What::create:
      case What::add_enum_value:
      case What::refresh:
      case What::set_lock_timeout:
      case What::other:
        break;
    }
  }

  void judge_new_column(const Operation& operation) {
    const ObjectId& id = operation.id;
    if (operation.volatile_default) find(hazard::volatile_default(id, operation.part));
    if (operation.stored) find(hazard::table_rewrite(id, "A generated column"));
    if (operation.not_null && !operation.has_default) find(hazard::new_not_null(id, operation.part));
    if (operation.constraint == 'u' || operation.constraint == 'p')
      find(hazard::blocking_index_build({Kind::index, id.namespace_, id.name, operation.part}, id));
    if ((operation.constraint == 'c' || operation.constraint == 'f') && operation.has_default)
      find(hazard::validation_scan({Kind::constraint, id.namespace_, id.name, operation.part},
                                   Lock::access_exclusive));
  }

  void judge_constraint(const Operation& operation) {
    const ObjectId& id = operation.id;
    const ObjectId constraint{Kind::constraint, id.namespace_, id.name, operation.part};
    if (operation.constraint == 'f' || operation.constraint == 'c') {
      if (!operation.not_valid)
        find(hazard::validation_scan(
            constraint, operation.constraint == 'f' ? Lock::share_row_exclusive : Lock::access_exclusive));
    } else if (!operation.using_index && operation.constraint != 'n') {
      find(hazard::blocking_index_build(constraint, id));
    }
  }

  void judge_other(const Operation& operation) {
    const ObjectId& id = operation.id;
    if (operation.what == What::drop && id.kind == Kind::index && !operation.concurrently) {
      find(hazard::long_lock(id, "DROP INDEX without CONCURRENTLY waits for, and then"));
    } else if (operation.what == What::drop && (id.kind == Kind::namespace_ || id.kind == Kind::sequence)) {
      find(hazard::drop_object(nothing_but(id), std::nullopt));
    } else if (operation.what == What::refresh && !operation.concurrently) {
      find(hazard::matview_filled(id));
    } else if (operation.what == What::rename) {
      find(name_in_use(id, in_words(id)));
    } else if (operation.what == What::add_enum_value && step_->transactional && !step_->commit_after &&
               !last_step_) {
      find(value_not_committed(id));
    }
  }

  const Migration& migration_;
  const LintOptions& options_;
  const MigrationStep* step_ = nullptr;
  SqlStatement statement_;
  bool last_step_ = false;
  bool starts_segment_ = true;
  bool unlimited_ = false;
  std::set<std::string> allowed_;
  std::set<std::pair<std::string, std::string>> created_;
  std::vector<LintFinding> findings_;
};

}  // namespace

std::vector<LintFinding> lint(const Migration& migration, const LintOptions& options) {
  return MigrationLint(migration, options).run();
}

}  // namespace schemac
