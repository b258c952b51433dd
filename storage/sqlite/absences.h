// Posts that a fresh stream lacks: noted first, believed once a look-up by id has said so.
#pragma once

#include <vector>

#include "storage/records.h"
#include "storage/sqlite/known.h"

namespace gailou::storage::sqlite {

/// A first absence is noted; returns those that have lasted and are to be looked up.
std::vector<digest::PostId> note_absences(Database& db, digest::ThreadId id, const Known& known,
                                          const digest::Changes& changes, digest::Duration confirm_after,
                                          digest::Instant now);

/// What verdicts changed and whether texts were forgotten by them.
struct SettleOutcome {
  Settled settled{};
  bool forgot_texts = false;
};
digest::Result<SettleOutcome> settle_absences(Database& db, digest::ThreadId id,
                                              const std::vector<AbsenceVerdict>& verdicts, digest::Instant now);

}  // namespace gailou::storage::sqlite
