#include "history/segment.h"

namespace schemac {

std::vector<Segment> segments_of(const std::vector<MigrationStep>& steps) {
  using How = Segment::How;
  std::vector<Segment> segments;
  bool open = false;  // more steps may be added to the last one
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const MigrationStep& step = steps[i];
    const How how = step.batch ? How::batches : step.transactional ? How::transaction : How::alone;
    if (!open || how != How::transaction) segments.push_back({how, {}});
    segments.back().steps.push_back(i);
    open = how == How::transaction && !step.commit_after;
  }
  if (segments.empty() || segments.back().how != How::transaction) segments.push_back({});
  return segments;
}

}  // namespace schemac
