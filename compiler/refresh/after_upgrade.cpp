#include "refresh/after_upgrade.h"

#include "ledger/ledger.h"
#include "refresh/result_text.h"

namespace schemac {
namespace {

std::set<std::size_t> views_to_refresh(const ViewGraph& graph, const SourceSettings& settings,
                                       const std::set<ObjectId>& populated_before) {
  std::set<std::size_t> chosen;
  for (std::size_t i = 0; i < graph.views.size(); ++i) {
    const ViewNode& view = graph.views[i];
    const bool emptied = !view.populated && populated_before.contains(view.id);
    if (view.materialized && (emptied || settings.of(view.id).on == RefreshOn::upgrade)) chosen.insert(i);
  }
  // An unpopulated view that one of them reads would make it fail.
  for (const std::size_t i : graph.with_dependencies(chosen)) {
    if (!graph.views[i].populated) chosen.insert(i);
  }
  return chosen;
}

}  // namespace

RefreshReport refresh_after_upgrade(Environment& environment, const std::string& url,
                                    const ApplyReport& applied, RefreshListener& listener,
                                    const std::atomic<bool>& cancel) {
  if (!applied.may_have_emptied()) return {};
  RefreshOptions options = refresh_options(environment);
  options.keep_going = true;
  RefreshReport report = refresh(
      environment, url, options,
      [&](const ViewGraph& graph, const SourceSettings& settings) {
        return views_to_refresh(graph, settings, applied.populated_before);
      },
      listener, cancel);
  for (const ViewResult& view : report.views) environment.reporter.message(result_text(view));
  // The next upgrade continues a cancelled run, so the ledger then keeps what was populated.
  if (!report.cancelled)
    Ledger(*pg::connect(url, pg::Settings::catalog), environment.project.name).forget_populated();
  if (const std::string problem = report.problem(); !problem.empty()) {
    throw UserError(problem, report.failed() && !report.cancelled
                                 ? "fix the cause, then fill it with `schemac refresh`"
                                 : "run `schemac refresh` to refresh the remaining views");
  }
  return report;
}

}  // namespace schemac
