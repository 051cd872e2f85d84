#include "linkml/resolve.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "base/parallel.h"
#include "linkml/read.h"

namespace schemac::linkml {
namespace {

namespace fs = std::filesystem;

struct Source {
  fs::path path;
  FileId file = 0;
  std::string_view text;
};

// The texts, in the order of the paths.
std::vector<std::string> read(const std::vector<Source>& sources, const Files& files, unsigned jobs) {
  std::vector<std::string> texts(sources.size());
  parallel_for(
      sources.size(), [&](std::size_t i) { texts[i] = files.read(sources[i].path); }, jobs);
  return texts;
}

struct Parsed {
  std::shared_ptr<Module> module;
  Diagnostics diagnostics;
};

// Parses the sources on several threads; results are in the order of the sources whatever the timing.
std::vector<Parsed> parse(const std::vector<Source>& sources, const ResolveOptions& options) {
  std::vector<Parsed> results(sources.size());
  parallel_for(
      sources.size(),
      [&](std::size_t i) {
        const auto& [path, file, text] = sources[i];
        Diagnostics& diagnostics = results[i].diagnostics;
        results[i].module = std::make_shared<Module>(
            options.cache != nullptr ? read_module(text, file, *options.cache, diagnostics)
                                     : read_module(text, file, diagnostics));
      },
      options.jobs);
  return results;
}

fs::path absolute(const fs::path& path, const fs::path& base) {
  return fs::absolute(path.is_absolute() || base.empty() ? path : base / path).lexically_normal();
}

class Resolver {
 public:
  Resolver(const ResolveOptions& options, const Files& files, SourceMap& sources, Diagnostics& diagnostics)
      : options_(options), files_(files), sources_(sources), diagnostics_(diagnostics) {}

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
    std::sort(graph_.sources.begin(), graph_.sources.end());
    return std::move(graph_);
  }

 private:
  std::string display(const fs::path& path) const {
    if (options_.base.empty()) return path.string();
    const fs::path relative = path.lexically_relative(fs::absolute(options_.base).lexically_normal());
    return relative.empty() || *relative.begin() == ".." ? path.string() : relative.string();
  }

  // The module's index, or nullopt if there is no such file. Leaves reading and parsing it to the next wave.
  std::optional<std::size_t> enqueue_file(const fs::path& path) {
    const auto known = index_.find(path.string());
    if (known != index_.end()) return known->second;
    if (!files_.exists(path) || files_.is_folder(path)) return std::nullopt;
    graph_.sources.push_back(path);
    const std::size_t index = add_module(path.string(), nullptr);
    wave_.push_back({path, 0, {}});
    wave_index_.push_back(index);
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

  void parse_wave() {
    std::vector<std::string> texts = read(wave_, files_, options_.jobs);
    for (std::size_t i = 0; i < wave_.size(); ++i) {
      wave_[i].file = sources_.add(display(wave_[i].path), std::move(texts[i]));
      wave_[i].text = sources_.text(wave_[i].file);
    }
    std::vector<Parsed> parsed = parse(wave_, options_);
    for (std::size_t i = 0; i < parsed.size(); ++i) {
      parsed[i].module->path = wave_[i].path.string();
      if (parsed[i].module->name.empty()) {
        parsed[i].module->name = Text{wave_[i].path.stem().string(), {wave_[i].file, 0, 0}};
      }
      diagnostics_.append(parsed[i].diagnostics);
      graph_.modules[wave_index_[i]] = std::move(parsed[i].module);
    }
    wave_.clear();
    wave_index_.clear();
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
      return require(absolute(mapped->second, options_.base), import, "the importmap names");
    }
    const std::size_t colon = name.find(':');
    if (colon != std::string::npos) return resolve_curie(module, import, here, colon);
    return require(absolute(here / name, {}), import, "there is no");
  }

  std::optional<std::size_t> resolve_curie(const Module& module, const Text& import, const fs::path& here,
                                           std::size_t colon) {
    const std::string& name = import.value;
    const std::string prefix = name.substr(0, colon);
    const std::string local = name.substr(colon + 1);
    if (const auto mapped = options_.importmap.find(prefix); mapped != options_.importmap.end()) {
      return require(absolute(fs::path(mapped->second) / local, options_.base), import,
                     "the importmap names");
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
        missing(import, fmt::format("LinkML has no module '{}' that is built in", builtin),
                "keep a copy of it and name it in the project's importmap");
        return std::nullopt;
      }
    }
    if (expanded.find("://") != std::string::npos) {
      missing(import, fmt::format("'{}' stands for {}", name, expanded),
              "nothing is fetched from a network: keep a copy and name it in the project's importmap");
      return std::nullopt;
    }
    if (reference.empty()) {
      std::vector<std::string> known;
      for (const Prefix& p : module.prefixes) known.push_back(p.name.value);
      missing(import, fmt::format("'{}' is no prefix of this module", prefix),
              did_you_mean(nearest_name(prefix, known)));
      return std::nullopt;
    }
    return require(absolute(here / expanded, {}), import, "there is no");
  }

  std::optional<std::size_t> require(const fs::path& path, const Text& import, std::string_view what) {
    fs::path with_extension = path;
    with_extension += ".yaml";
    // A name without extension first means the file with it: "core" beside a file "core" and "core.yaml".
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
    return hint.empty() ? "imports are relative to the module that has them" : hint;
  }

  void missing(const Text& import, std::string message, std::string hint) {
    diagnostics_.error("missing-module", import.span, std::move(message), std::move(hint));
  }

  const ResolveOptions& options_;
  const Files& files_;
  SourceMap& sources_;
  Diagnostics& diagnostics_;
  ModuleGraph graph_;
  std::unordered_map<std::string, std::size_t> index_;  // by path
  std::vector<Source> wave_;                            // read, not yet parsed
  std::vector<std::size_t> wave_index_;
};

}  // namespace

ModuleGraph resolve(const std::vector<fs::path>& roots, const ResolveOptions& options, const Files& files,
                    SourceMap& sources, Diagnostics& diagnostics) {
  return Resolver(options, files, sources, diagnostics).run(roots);
}

}  // namespace schemac::linkml
