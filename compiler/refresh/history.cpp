#include "refresh/history.h"

#include "refresh/queries.h"
#include "refresh/staleness.h"

namespace schemac {

RefreshHistory::RefreshHistory(std::string project, bool may_record)
    : project_(std::move(project)), may_record_(may_record) {}

std::string RefreshHistory::begin(pg::Session& session, const ObjectId& view, const std::string& how) const {
  if (!may_record_) return {};
  try {
    return session
        .query(queries::record_refresh,
               {project_, qualified_name(view), how, std::string(outcome_name(ViewOutcome::running))})
        .value();
  } catch (const pg::DatabaseError& error) {
    if (error.connection_lost()) throw;
    return {};
  }
}

void RefreshHistory::end(pg::Session& session, const RefreshRecord& record, const std::string& made,
                         const std::string& content, ViewResult& result,
                         std::optional<std::chrono::milliseconds> took) const {
  if (record.id.empty()) return;
  const bool well = result.outcome == ViewOutcome::done;
  const auto only_if = [](bool given, std::string text) {
    return given ? pg::Parameter(std::move(text)) : pg::Parameter();
  };
  try {
    session.query(
        queries::record_refresh_end,
        {record.id, only_if(well && result.rows >= 0, std::to_string(result.rows)), result.how,
         only_if(well && !record.snapshot.empty(), with_contents(record.snapshot, made, content)),
         std::string(outcome_name(result.outcome)), only_if(!well, result.reason),
         only_if(took.has_value(), std::to_string(took.value_or(std::chrono::milliseconds(0)).count()))});
  } catch (const pg::DatabaseError& error) {
    if (well) result.reason = "not recorded: " + error.facts().message;
  }
}

void RefreshHistory::skipped(pg::Session& session, const ObjectId& view) const {
  if (!may_record_) return;
  session.query(queries::record_refresh, {project_, qualified_name(view), std::string("none"),
                                          std::string(outcome_name(ViewOutcome::skipped))});
}

}  // namespace schemac
