// Whether an endpoint may be asked now: after failures it is left alone, then tried with one call.
#pragma once

#include <optional>

#include "digest/llm/reply.h"
#include "digest/time.h"

namespace gailou::engine {

class Breaker {
 public:
  /// Until when it is left alone; nothing: it may be asked.
  std::optional<digest::Instant> rests_until(digest::Instant now) const;
  /// What it rests for; none if it doesn't.
  llm::Trouble trouble() const { return open_ ? trouble_ : llm::Trouble::none; }

  /// An answer came, whatever is to be said of its content.
  void answered();
  /// None came. True if this call opened it: the operator is told once.
  bool failed(llm::Trouble trouble, digest::Instant now);
  /// The endpoint asked for a longer rest than a question waits. True as with failed().
  bool rest(digest::Duration length, digest::Instant now);

 private:
  bool open(llm::Trouble trouble, digest::Instant until);

  int failures_ = 0;  // in a row
  bool open_ = false;
  llm::Trouble trouble_ = llm::Trouble::none;
  digest::Instant until_{};
};

/// Whether an answer like this says that the endpoint doesn't work, rather than that it answered badly.
bool is_failure(llm::Trouble trouble);

}  // namespace gailou::engine
