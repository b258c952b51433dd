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

/// Nothing that a revision is written for: a batch of changed floors alone of which there is nothing to say.
bool says_nothing(const Step& step);

}  // namespace gailou::digest
