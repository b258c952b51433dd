// The only maker of entries: accepted operations to the step that the store commits. Ids, markers, cites and order are
// decided here.
#pragma once

#include "digest/compose/judge.h"
#include "digest/operation.h"

namespace gailou::digest {

/// Marker: 更正 where the operation corrects; else none in revision 1, then 新增 with the first and last floor that the
/// entry accounts for. The summary is kept unless an accepted Summarise changes its text; a first step without one gets
/// fallback_summary(title, language).
Step append(const BatchInput& input, const Judged& judged);

/// The step that withdraws `affected` (live entries that cite a deleted floor) after `deleted`: each becomes a
/// tombstone in place. A summary that cites a deleted floor is replaced by the fallback. Both in the words of
/// `language`.
Step withdraw(Revision revision, Instant now, std::string_view title, const Summary& summary,
              const std::vector<Entry>& affected, const std::vector<Floor>& deleted, Language language = Language::zh);

}  // namespace gailou::digest
