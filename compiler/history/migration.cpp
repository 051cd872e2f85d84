// Reading migrations; printing is in migration_print.cpp.
#include "history/migration.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "sqlfile/lexer.h"

namespace schemac {
namespace {

// Splits at separator outside double quotes; items trimmed, empty ones dropped.
std::vector<std::string> split_list(std::string_view text, char separator) {
  std::vector<std::string> items;
  std::string item;
  bool quoted = false;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || (text[i] == separator && !quoted)) {
      if (const std::string_view trimmed = trim(item); !trimmed.empty()) items.emplace_back(trimmed);
      item.clear();
      continue;
    }
    if (text[i] == '"') quoted = !quoted;
    item += text[i];
  }
  return items;
}

bool is_revision(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  });
}

// "20261122T004800_8f3c2a91d0b4_slug.sql" -> "8f3c2a91d0b4"; another name is the revision itself.
std::string revision_of_file_name(std::string_view name) {
  if (name.ends_with(".sql")) name.remove_suffix(4);
  const std::size_t first = name.find('_');
  const bool timed = first == 15 && name[8] == 'T';
  if (!timed) return std::string(name);
  const std::string_view rest = name.substr(first + 1);
  return std::string(rest.substr(0, rest.find('_')));
}

// texts: of the steps' tokens.
std::string checksum(const std::vector<MigrationStep>& up, const std::vector<std::string>& up_texts,
                     const std::vector<MigrationStep>& down, const std::vector<std::string>& down_texts) {
  Sha256 hash;
  hash.add_field("1");
  const auto add = [&](const std::vector<MigrationStep>& steps, const std::vector<std::string>& texts) {
    hash.add_field(std::to_string(steps.size()));
    for (std::size_t i = 0; i < steps.size(); ++i) hash.add_field(texts[i]).add_field(step_options(steps[i]));
  };
  add(up, up_texts);
  add(down, down_texts);
  return hash.finish();
}

class PartReader {
 public:
  PartReader(std::string_view text, FileId file, Diagnostics& diagnostics)
      : text_(text), file_(file), diagnostics_(diagnostics) {}

  // begin, end: bytes of the part; tokens: those inside it. token_texts, if asked for, gets each step's.
  std::vector<MigrationStep> read(std::size_t begin, std::size_t end, const std::vector<Lexeme>& tokens,
                                  std::vector<std::string>* token_texts = nullptr) {
    std::vector<MigrationStep> steps;
    MigrationStep step;
    std::size_t start = begin;
    std::vector<Lexeme> inside;
    const auto finish = [&](std::size_t until, bool titled) {
      const std::string_view sql = trim(text_.substr(start, until - start));
      const bool has_code =
          std::any_of(inside.begin(), inside.end(), [](auto& t) { return !t.is_comment(); });
      if (has_code || (titled && !sql.empty())) {
        const auto at = static_cast<std::uint32_t>(sql.data() - text_.data());
        step.sql = sql;
        step.span = {file_, at, at + static_cast<std::uint32_t>(sql.size())};
        check(step, inside);
        if (token_texts != nullptr) token_texts->push_back(token_text(text_, inside));
        steps.push_back(std::move(step));
      }
      step = {};
      inside.clear();
    };
    bool titled = false;
    for (const Lexeme& token : tokens) {
      const std::string_view comment = marker_text(token);
      if (!comment.starts_with("step:")) {
        inside.push_back(token);
        continue;
      }
      finish(token.begin, titled);
      titled = true;
      start = token.end;
      read_title(trim(comment.substr(5)), token, step);
    }
    finish(end, titled);
    return steps;
  }

  // The text of a line comment that starts its line, without dashes; empty for any other token.
  std::string_view marker_text(const Lexeme& token) const {
    if (token.type != Lexeme::Type::line_comment || !token.line_start) return {};
    if (token.begin > 0 && text_[token.begin - 1] != '\n' && text_[token.begin - 1] != '\r') return {};
    return trim(text_.substr(token.begin + 2, token.end - token.begin - 2));
  }

  Span span(std::size_t begin, std::size_t end) const {
    return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  Span span(const Lexeme& token) const { return span(token.begin, token.end); }

 private:
  // "title  [option] [option]": options are the bracketed groups at the end.
  void read_title(std::string_view line, const Lexeme& token, MigrationStep& step) {
    std::vector<std::string_view> groups;
    while (line.ends_with(']')) {
      const std::size_t open = line.rfind('[');
      if (open == std::string_view::npos || (open > 0 && line[open - 1] != ' ' && line[open - 1] != ']'))
        break;
      groups.insert(groups.begin(), trim(line.substr(open + 1, line.size() - open - 2)));
      line = trim(line.substr(0, open));
    }
    step.title = line;
    for (const std::string_view group : groups) read_option(group, token, step);
  }

  void read_option(std::string_view option, const Lexeme& token, MigrationStep& step) {
    static constexpr std::array<std::string_view, 4> known = {"no transaction", "commit", "batch",
                                                              "lock_timeout"};
    const std::string_view word = option.substr(0, option.find(' '));
    const std::string_view value = word.size() < option.size() ? trim(option.substr(word.size())) : "";
    if (option == "no transaction") {
      step.transactional = false;
    } else if (option == "commit") {
      step.commit_after = true;
    } else if (word == "batch") {
      std::int64_t size = 0;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), size);
      if (error != std::errc() || end != value.data() + value.size() || size < 1) {
        diagnostics_.error("bad-step-option", span(token), fmt::format("[{}] is not a batch size", option),
                           "write [batch N] with N at least 1");
      }
      step.batch = size;
    } else if (word == "lock_timeout" && !value.empty()) {
      step.lock_timeout = value;
    } else if (option.find(": ") != std::string_view::npos) {
      step.annotations.emplace_back(option);
    } else {
      std::string near = nearest_name(option, known);
      if (near.empty()) near = nearest_name(word, known);
      diagnostics_.error("unknown-step-option", span(token), fmt::format("unknown step option [{}]", option),
                         near.empty() ? "known: [no transaction], [commit], [batch N], [lock_timeout T]"
                                      : did_you_mean(near));
    }
  }

  void check(const MigrationStep& step, const std::vector<Lexeme>& tokens) {
    const Lexeme* last = nullptr;
    for (const Lexeme& token : tokens) {
      if (token.unterminated) return;  // reported once for the file
      if (token.is_comment()) continue;
      if (token.type == Lexeme::Type::backslash) {
        diagnostics_.error(
            "psql-command-in-migration", span(token),
            fmt::format("psql command {} in a migration", text_.substr(token.begin, token.end - token.begin)),
            "only the \\q line before the down part is allowed");
        last = nullptr;
        continue;
      }
      const bool first = last == nullptr || last->type == Lexeme::Type::semicolon;
      if (first && step.transactional) check_transaction_control(token);
      last = &token;
    }
    if (last != nullptr && text_[last->begin] == ';' && last->type != Lexeme::Type::semicolon) {
      diagnostics_.error("unfinished-statement", span(*last),
                         "a parenthesis of the last statement is not closed before it ends",
                         "close it, or restore the file if its end is missing");
    } else if (last != nullptr && last->type != Lexeme::Type::semicolon) {
      diagnostics_.error("unfinished-statement", span(*last),
                         "the last statement does not end with a semicolon",
                         "add the semicolon, or restore the file if its end is missing");
    }
  }

  void check_transaction_control(const Lexeme& token) {
    static constexpr std::array<std::string_view, 7> words = {"BEGIN", "START",    "COMMIT", "END",
                                                              "ABORT", "ROLLBACK", "PREPARE"};
    const std::string_view word = text_.substr(token.begin, token.end - token.begin);
    for (const std::string_view control : words) {
      if (!is_keyword(word, control)) continue;
      if (control == "PREPARE" || control == "ROLLBACK" || control == "START") {
        // PREPARE name AS and ROLLBACK TO SAVEPOINT are fine; the second word decides.
        const std::string_view rest = trim(text_.substr(token.end));
        const std::string_view second = rest.substr(0, rest.find_first_of(" \t\n;"));
        if (control != "ROLLBACK" && !is_keyword(second, "TRANSACTION")) continue;
        if (control == "ROLLBACK" && is_keyword(second, "TO")) continue;
      }
      diagnostics_.error(
          "transaction-control-in-migration", span(token),
          fmt::format("{} inside a migration, which runs in a transaction that schemac controls", control),
          "remove it; to end a transaction, use the step option [commit], or mark the step "
          "[no transaction]");
      return;
    }
  }

  std::string_view text_;
  FileId file_;
  Diagnostics& diagnostics_;
};

class MigrationReader {
 public:
  MigrationReader(std::string_view text, std::string_view file_name, FileId file, Diagnostics& diagnostics)
      : text_(text), diagnostics_(diagnostics), part_(text, file, diagnostics) {
    migration_.file_name = file_name;
    migration_.file = file;
  }

  std::optional<Migration> read() {
    const std::size_t errors = diagnostics_.error_count();
    const std::vector<Lexeme> tokens = lex_sql(text_);
    if (!tokens.empty() && tokens.back().unterminated) report_cut(tokens.back());
    read_parts(tokens);
    check_header();
    if (diagnostics_.error_count() > errors) return std::nullopt;
    migration_.checksum = checksum(migration_.up, up_texts_, migration_.down, down_texts_);
    return std::move(migration_);
  }

 private:
  void report_cut(const Lexeme& token) {
    const bool comment = token.type == Lexeme::Type::block_comment;
    diagnostics_.error(
        "unterminated-quote", part_.span(token.begin, token.begin + 1),
        fmt::format("this {} does not end before the file does", comment ? "comment" : "quote"),
        "restore the file if its end is missing");
  }

  // Returns the token that ends the header.
  std::size_t read_header(const std::vector<Lexeme>& tokens) {
    std::size_t i = 0;
    for (; i < tokens.size(); ++i) {
      const std::string_view comment = part_.marker_text(tokens[i]);
      if (!tokens[i].is_comment() || comment == "up" || comment == "down" || comment.starts_with("step:"))
        break;
      if (tokens[i].type == Lexeme::Type::line_comment) read_header_line(comment, tokens[i]);
    }
    return i;
  }

  void read_parts(const std::vector<Lexeme>& tokens) {
    std::size_t i = read_header(tokens);
    std::size_t begin = i < tokens.size() ? tokens[i].begin : text_.size();
    std::size_t end = begin;
    std::vector<Lexeme> inside;
    bool in_down = false, quit = false, seen_up = false;
    const auto finish = [&] {
      (in_down ? migration_.down : migration_.up) =
          part_.read(begin, end, inside, in_down ? &down_texts_ : &up_texts_);
      inside.clear();
    };
    for (; i < tokens.size(); ++i) {
      const Lexeme& token = tokens[i];
      const std::string_view comment = part_.marker_text(token);
      if (comment == "up" || comment == "down") {
        const bool down = comment == "down";
        if ((!down && (seen_up || in_down || !inside.empty())) || (down && in_down)) {
          diagnostics_.error("misplaced-marker", part_.span(token),
                             fmt::format("a second or misplaced \"-- {}\" line", comment),
                             "write one \"-- up\", then at most one \"-- down\"");
          continue;
        }
        if (down) {
          finish();
          in_down = migration_.has_down = true;
        }
        seen_up = true;
        quit = false;
        begin = end = token.end;
      } else if (token.type == Lexeme::Type::backslash && !in_down && !quit &&
                 trim(text_.substr(token.begin, token.end - token.begin)) == "\\q") {
        quit = true;
      } else if (quit) {
        if (token.is_comment()) continue;
        diagnostics_.error("sql-after-quit", part_.span(token), "SQL between the \\q line and \"-- down\"",
                           "psql would never run it; move it above \\q or below \"-- down\"");
        quit = false;
      } else {
        inside.push_back(token);
        end = token.end;
      }
    }
    finish();
  }

  void read_header_line(std::string_view line, const Lexeme& token) {
    static constexpr std::string_view title = "schemac migration ";
    if (line.empty()) return;
    if (line.starts_with(title) && migration_.revision.empty()) {
      migration_.revision = trim(line.substr(title.size()));
      return;
    }
    const std::size_t colon = line.find(':');
    const std::string_view key = line.substr(0, colon);
    const std::string_view value = colon == std::string_view::npos ? "" : trim(line.substr(colon + 1));
    const auto append = [](std::vector<std::string>& list, std::vector<std::string> items) {
      list.insert(list.end(), std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()));
    };
    if (key == "parents") {
      if (std::exchange(has_parents_, true)) {
        diagnostics_.error("repeated-header", part_.span(token), "\"parents\" occurs twice in the header");
      }
      if (value != "none") migration_.parents = split_list(value, ',');
      std::sort(migration_.parents.begin(), migration_.parents.end());
      for (const std::string& parent : migration_.parents) {
        if (!is_revision(parent)) {
          diagnostics_.error("bad-revision", part_.span(token),
                             fmt::format("'{}' is not a revision id", parent),
                             "write revision ids separated by commas, or none");
        }
      }
    } else if (key == "message") {
      migration_.message = value;
    } else if (key == "created") {
      migration_.created = value;
    } else if (key == "from") {
      migration_.from = value;
    } else if (key == "to") {
      migration_.to = value;
    } else if (key == "proved") {
      migration_.proved = value;
    } else if (key == "creates") {
      append(migration_.creates, split_list(value, ';'));
    } else if (key == "drops") {
      append(migration_.drops, split_list(value, ';'));
    } else if (key == "reads") {
      read_reads(line, value);
    } else if (key == "replaces") {
      append(migration_.replaces, split_list(value, ','));
    } else if (key == "hazards") {
      if (value != "none" && !value.empty()) migration_.hazards.emplace_back(value);
    } else {
      migration_.header_notes.emplace_back(line);
    }
  }

  // "view public.a -> table public.b": the first reads the second. Other lines with that key are ignored.
  void read_reads(std::string_view line, std::string_view value) {
    bool quoted = false;
    for (std::size_t at = 0; at < value.size(); ++at) {
      if (value[at] == '"') quoted = !quoted;
      if (quoted || !value.substr(at).starts_with(" -> ")) continue;
      const auto reader = parse_object_id(value.substr(0, at));
      const auto read = parse_object_id(value.substr(at + 4));
      if (!reader || !read) break;
      migration_.reads[*reader].push_back(*read);
      return;
    }
    migration_.header_notes.emplace_back(line);
  }

  void check_header() {
    const Span top = part_.span(0, std::min(text_.find('\n'), text_.size()));
    if (migration_.revision.empty()) migration_.revision = revision_of_file_name(migration_.file_name);
    if (!is_revision(migration_.revision)) {
      diagnostics_.error("bad-revision", top, fmt::format("'{}' is not a revision id", migration_.revision),
                         "use up to 64 letters, digits and underscores");
    }
    if (!has_parents_) {
      diagnostics_.error("missing-parents", top, "the migration does not state which revision it follows",
                         "add a line \"-- parents: REVISION\", or \"-- parents: none\" for the first one");
    }
    if (migration_.proved.starts_with("up, down") && !migration_.has_down) {
      diagnostics_.error(
          "missing-down", top, "the header states that down is proved, but there is no down part",
          "restore the file if its end is missing; or, if down was removed on purpose, edit the line "
          "\"proved\"");
    }
  }

  std::string_view text_;
  Diagnostics& diagnostics_;
  PartReader part_;
  Migration migration_;
  std::vector<std::string> up_texts_, down_texts_;  // of the steps' tokens
  bool has_parents_ = false;
};

}  // namespace

std::optional<Migration> parse_migration(std::string_view text, std::string_view file_name, FileId file,
                                         Diagnostics& diagnostics) {
  return MigrationReader(normalise_text(text), file_name, file, diagnostics).read();
}

std::vector<MigrationStep> parse_part(std::string_view text) {
  Diagnostics ignored;  // the text was checked when it was read as a file
  return PartReader(text, 0, ignored).read(0, text.size(), lex_sql(text));
}

std::string step_checksum(const MigrationStep& step) {
  Sha256 hash;
  hash.add_field(token_text(step.sql, lex_sql(step.sql))).add_field(step_options(step));
  return hash.finish();
}

std::string migration_checksum(const Migration& migration) {
  const auto texts = [](const std::vector<MigrationStep>& steps) {
    std::vector<std::string> found;
    found.reserve(steps.size());
    for (const MigrationStep& step : steps) found.push_back(token_text(step.sql, lex_sql(step.sql)));
    return found;
  };
  return checksum(migration.up, texts(migration.up), migration.down, texts(migration.down));
}

}  // namespace schemac
