#include "lower/lowering.h"

#include <algorithm>
#include <iterator>

#include "base/parallel.h"

namespace schemac {

ClassLayout* Lowering::layout(std::string_view class_name) {
  const auto found = schema.class_index.find(class_name);
  return found == schema.class_index.end() ? nullptr : state->layouts[found->second];
}

TableDraft* Lowering::find_table(const std::string& namespace_, const std::string& name) {
  const ObjectId id{Kind::table, namespace_, {}, name};
  const auto found = state->table_by_id.find(&id);
  return found == state->table_by_id.end() ? nullptr : found->second;
}

bool Lowering::makes_json_validator(const std::string& class_name) {
  const std::lock_guard lock(state->json_validated_mutex);
  return state->json_validated.insert(class_name).second;
}

void Lowering::unenforced(const std::string& kind, const ClassLayout& cls, const linkml::InducedSlot* slot,
                          const std::string& reason, Span span) {
  if (!span.known()) span = slot != nullptr ? slot->span : cls.span;
  diagnostics.note("unenforced-" + kind, span,
                   (slot != nullptr ? "slot '" + slot->slot.name.value + "' of class '" : "class '") +
                       cls.cls->name + "': " + reason);
}

void Lowering::unknown_slot(const std::string& where, const std::string& name, const ClassLayout& cls,
                            Span span) {
  std::vector<std::string> known;
  for (const linkml::InducedSlot& slot : cls.slots) known.push_back(slot.slot.name.value);
  diagnostics.error("unknown-slot", span,
                    where + " names '" + name + "', which class '" + cls.cls->name + "' does not have",
                    did_you_mean(nearest_name(name, known)));
}

LoweredObject& Lowering::add(Object object, Span span) {
  LoweredObject& added = *objects.emplace_back(std::make_unique<LoweredObject>());
  added.object = std::move(object);
  added.span = span;
  return added;
}

void Lowering::join(Lowering&& part) {
  names.join(std::move(part.names));
  extensions.merge(part.extensions);
  objects.insert(objects.end(), std::make_move_iterator(part.objects.begin()),
                 std::make_move_iterator(part.objects.end()));
}

namespace {

// Classes that can run in parallel: those that share no table, in pieces of a few; each shared hierarchy in
// one piece. If names collide, classes may share a table by mistake: then all run one after the other.
std::vector<std::vector<ClassLayout*>> independent_pieces(const std::vector<ClassLayout*>& classes,
                                                          bool has_errors) {
  if (has_errors) return {classes};
  constexpr std::size_t piece_size = 64;
  std::vector<std::vector<ClassLayout*>> pieces;
  std::map<std::string_view, std::size_t> hierarchies;
  std::size_t open = 0;  // index + 1 of the piece that takes more classes
  for (ClassLayout* cls : classes) {
    std::size_t place = 0;
    if (!cls->root.empty()) {
      place = hierarchies.try_emplace(cls->root, pieces.size()).first->second;
    } else {
      if (open == 0 || pieces[open - 1].size() == piece_size) open = pieces.size() + 1;
      place = open - 1;
    }
    if (place == pieces.size()) pieces.emplace_back();
    pieces[place].push_back(cls);
  }
  return pieces;
}

}  // namespace

void in_parts(Lowering& lowering, std::size_t pieces,
              const std::function<void(Lowering&, std::size_t)>& work) {
  std::vector<Diagnostics> diagnostics(pieces);
  std::deque<Lowering> parts;
  for (Diagnostics& own : diagnostics) parts.emplace_back(lowering, own);
  parallel_for(pieces, [&](std::size_t i) { work(parts[i], i); });
  for (std::size_t i = 0; i < pieces; ++i) {
    lowering.diagnostics.append(std::move(diagnostics[i]));
    lowering.join(std::move(parts[i]));
  }
}

void for_each_class(Lowering& lowering, const std::vector<ClassLayout*>& classes,
                    const std::function<void(Lowering&, ClassLayout&)>& work) {
  const auto pieces = independent_pieces(classes, lowering.diagnostics.has_errors());
  in_parts(lowering, pieces.size(), [&](Lowering& part, std::size_t piece) {
    for (ClassLayout* cls : pieces[piece]) work(part, *cls);
  });
}

}  // namespace schemac
