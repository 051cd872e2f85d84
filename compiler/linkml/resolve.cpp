#include "linkml/resolve.h"

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/parallel.h"
#include "base/path.h"
#include "linkml/import_hints.h"
#include "linkml/read.h"

namespace schemac::linkml {
namespace {

namespace fs = std::filesystem;

// A file that is, or most likely will be, a module.
struct Source {
  fs::path path;
  std::string read;       // until the source map owns it
  std::string_view text;  // in the source map
  FileId file = 0;
  std::shared_ptr<Module> module;
  Diagnostics diagnostics;
};

void read(const std::vector<Source*>& sources, const Files& files, unsigned jobs) {
  parallel_for(
      sources.size(), [&](std::size_t i) { sources[i]->read = files.read(sources[i]->path); }, jobs);
}

// On several threads, the longest first: one may be as long as all others together.
void parse(std::vector<Source*> sources, const ResolveOptions& options) {
  std::stable_sort(sources.begin(), sources.end(),
                   [](const Source* a, const Source* b) { return a->text.size() > b->text.size(); });
  parallel_for(
      sources.size(),
      [&](std::size_t i) {
        Source& source = *sources[i];
        source.module = std::make_shared<Module>(
            options.cache != nullptr
                ? read_module(source.text, source.file, *options.cache, source.diagnostics)
                : read_module(source.text, source.file, source.diagnostics));
      },
      options.jobs);
}

fs::path absolute(const fs::path& path, const fs::path& base) {
  return absolute_path(path.is_absolute() || base.empty() ? path : base / path);
}

class Resolver {
 public:
  Resolver(const ResolveOptions& options, const Files& files, SourceMap& sources, Diagnostics& diagnostics)
      : options_(options),
        base_(options.base.empty() ? fs::path() : absolute_path(options.base)),
        files_(files),
        sources_(sources),
        diagnostics_(diagnostics) {}

  ModuleGraph run(const std::vector<fs::path>& roots) {
    for (const fs::path& root : roots) {
      const fs::path path = absolute(root, options_.base);
      if (!enqueue_file(path)) {
        diagnostics_.error("missing-module", {}, fmt::format("no such file: {}", display(path)),
                           "name a LinkML module");
      }
    }
    graph_.root_count = graph_.modules.size();
    for (std::size_t done = 0; done < graph_.modules.size();) {
      const std::size_t end = graph_.modules.size();
      parse_wave();
      for (; done < end; ++done) resolve_imports(done);
    }
    std::sort(graph_.sources.begin(), graph_.sources.end(),
              [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
    return std::move(graph_);
  }

 private:
  std::string display(const fs::path& path) const {
    return base_.empty() ? path.string() : path_below(path, base_).string();
  }

  // The module's index, or nullopt if there is no such file. The next wave fills it in.
  std::optional<std::size_t> enqueue_file(const fs::path& path) {
    const auto known = index_.find(path.string());
    if (known != index_.end()) return known->second;
    Source* const source = find_source(path);
    if (source == nullptr) return std::nullopt;
    graph_.sources.push_back(path);
    const std::size_t index = add_module(path.string(), nullptr);
    wave_.emplace_back(index, source);
    return index;
  }

  std::size_t add_module(std::string key, std::shared_ptr<const Module> module) {
    const std::size_t index = graph_.modules.size();
    graph_.modules.push_back(std::move(module));
    graph_.imports.emplace_back();
    index_.emplace(std::move(key), index);
    return index;
  }

  std::size_t add_builtin(const Module& module) {
    const auto known = index_.find(module.path);
    if (known != index_.end()) return known->second;
    // Not owned: built-in modules live as long as the program.
    return add_module(module.path, std::shared_ptr<const Module>(std::shared_ptr<void>(), &module));
  }

  // A known source or an existing file; nullptr if absent.
  Source* find_source(const fs::path& path) {
    const auto known = source_of_.find(path.string());
    if (known != source_of_.end()) return known->second;
    if (!files_.is_file(path)) return nullptr;
    Source& source = known_.emplace_back();
    source.path = path;
    unread_.push_back(&source);
    return source_of_[path.string()] = &source;
  }

  // Reads unread modules and their likely imports, repeatedly; then parses all of them.
  void read_ahead() {
    std::vector<Source*> unparsed;
    while (!unread_.empty()) {
      const std::vector<Source*> sources = std::exchange(unread_, {});
      read(sources, files_, options_.jobs);
      for (Source* source : sources) {
        source->file = sources_.add(display(source->path), std::move(source->read));
        source->text = sources_.text(source->file);
        for (const std::string_view import : import_hints(source->text))
          if (import.find(':') == std::string_view::npos && !options_.importmap.contains(std::string(import)))
            find_source(absolute(source->path.parent_path() / (std::string(import) + ".yaml"), {}));
      }
      unparsed.insert(unparsed.end(), sources.begin(), sources.end());
    }
    parse(std::move(unparsed), options_);
  }

  void parse_wave() {
    read_ahead();
    for (const auto& [index, source] : wave_) {
      Module& module = *source->module;
      module.path = source->path.string();
      if (module.name.empty()) module.name = Text{source->path.stem().string(), {source->file, 0, 0}};
      diagnostics_.append(std::move(source->diagnostics));
      graph_.modules[index] = source->module;
    }
    wave_.clear();
  }

  void resolve_imports(std::size_t index) {
    const std::shared_ptr<const Module> module = graph_.modules[index];
    std::vector<std::size_t> found;
    for (const Text& import : module->imports) {
      const auto target = resolve_import(*module, import);
      if (!target) {
        auto incomplete = std::make_shared<Module>(*module);
        incomplete->incomplete = true;
        graph_.modules[index] = std::move(incomplete);
      } else if (std::find(found.begin(), found.end(), *target) == found.end()) {
        found.push_back(*target);
      }
    }
    graph_.imports[index] = std::move(found);
  }

  // importmap, then a CURIE through the module's prefixes, then a path relative to the module.
  std::optional<std::size_t> resolve_import(const Module& module, const Text& import) {
    const std::string& name = import.value;
    const fs::path here = module.file == 0 ? fs::path() : fs::path(module.path).parent_path();
    if (const auto mapped = options_.importmap.find(name); mapped != options_.importmap.end()) {
      return require(absolute(mapped->second, options_.base), import,
                     "no such file, named by the importmap:");
    }
    const std::size_t colon = name.find(':');
    if (colon != std::string::npos) return resolve_curie(module, import, here, colon);
    return require(absolute(here / name, {}), import, "no such file:");
  }

  std::optional<std::size_t> resolve_curie(const Module& module, const Text& import, const fs::path& here,
                                           std::size_t colon) {
    const std::string& name = import.value;
    const std::string prefix = name.substr(0, colon);
    const std::string local = name.substr(colon + 1);
    if (const auto mapped = options_.importmap.find(prefix); mapped != options_.importmap.end()) {
      return require(absolute(fs::path(mapped->second) / local, options_.base), import,
                     "no such file, named by the importmap:");
    }
    std::string reference;
    for (const Prefix& known : module.prefixes) {
      if (known.name.value == prefix) reference = known.reference.value;
    }
    constexpr std::string_view linkml = "https://w3id.org/linkml/";
    const std::string expanded = reference.empty() ? name : reference + local;
    if (prefix == "linkml" || expanded.starts_with(linkml)) {
      const std::string builtin =
          "linkml:" + (expanded.starts_with(linkml) ? expanded.substr(linkml.size()) : local);
      if (const Module* found = builtin_module(builtin)) return add_builtin(*found);
      if (reference.empty() || expanded.starts_with(linkml)) {
        missing(import, fmt::format("'{}' is not a built-in module of LinkML", builtin),
                "save a copy of it and add it to the project's importmap");
        return std::nullopt;
      }
    }
    if (expanded.find("://") != std::string::npos) {
      missing(import, fmt::format("cannot import '{}', which expands to {}", name, expanded),
              "schemac fetches nothing from the network: save a copy and add it to the project's importmap");
      return std::nullopt;
    }
    if (reference.empty()) {
      std::vector<std::string> known;
      for (const Prefix& p : module.prefixes) known.push_back(p.name.value);
      missing(import, fmt::format("'{}' is not a prefix of this module", prefix),
              did_you_mean(nearest_name(prefix, known)));
      return std::nullopt;
    }
    return require(absolute(here / expanded, {}), import, "no such file:");
  }

  std::optional<std::size_t> require(const fs::path& path, const Text& import, std::string_view what) {
    fs::path with_extension = path;
    with_extension += ".yaml";
    // A name without extension first means the file with it: with "core" and "core.yaml", "core" means the
    // latter.
    if (const auto found = enqueue_file(with_extension)) return found;
    if (const auto found = enqueue_file(path)) return found;
    missing(import, fmt::format("cannot import '{}': {} {}", import.value, what, display(with_extension)),
            nearby(path));
    return std::nullopt;
  }

  std::string nearby(const fs::path& path) const {
    std::vector<std::string> names;
    if (files_.is_folder(path.parent_path())) {
      for (const fs::path& file : files_.list(path.parent_path(), ".yaml")) {
        if (file.parent_path() == path.parent_path()) names.push_back(file.stem().string());
      }
    }
    const std::string hint = did_you_mean(nearest_name(path.stem().string(), names));
    return hint.empty() ? "imports are relative to the importing module" : hint;
  }

  void missing(const Text& import, std::string message, std::string hint) {
    diagnostics_.error("missing-module", import.span, std::move(message), std::move(hint));
  }

  const ResolveOptions& options_;
  const fs::path base_;
  const Files& files_;
  SourceMap& sources_;
  Diagnostics& diagnostics_;
  ModuleGraph graph_;
  std::unordered_map<std::string, std::size_t> index_;  // by path
  std::vector<std::pair<std::size_t, Source*>> wave_;   // modules that are still to be filled in
  std::deque<Source> known_;                            // addresses stay valid
  std::unordered_map<std::string, Source*> source_of_;  // by path
  std::vector<Source*> unread_;
};

}  // namespace

ModuleGraph resolve(const std::vector<fs::path>& roots, const ResolveOptions& options, const Files& files,
                    SourceMap& sources, Diagnostics& diagnostics) {
  return Resolver(options, files, sources, diagnostics).run(roots);
}

}  // namespace schemac::linkml
