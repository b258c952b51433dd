// A thread as the API lists it.
#pragma once

#include <unordered_map>

#include <nlohmann/json_fwd.hpp>

#include "storage/store.h"

namespace gailou::serve {

/// Coverage by thread and revision: counts alone, so that a list of threads needn't read every digest each time. Used
/// on the reader's worker only.
class CoverageMemo {
 public:
  digest::Result<digest::Coverage> of(storage::Reader& reader, const storage::ThreadRecord& record);

 private:
  struct Known {
    digest::Revision revision{};
    digest::Coverage coverage{};
  };
  std::unordered_map<digest::ThreadId, Known> known_;
};

digest::Result<nlohmann::ordered_json> thread_object(storage::Reader& reader, const storage::ThreadRecord& record,
                                                     CoverageMemo& memo);

}  // namespace gailou::serve
