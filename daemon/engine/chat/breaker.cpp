#include "daemon/engine/chat/breaker.h"

namespace gailou::engine {

using llm::Trouble;

namespace {

constexpr int kFailuresMax = 3;
constexpr digest::Duration kProbeEvery = std::chrono::minutes{10};
/// A key, a balance or an address that is wrong is mended by a person, who then reloads the configuration; where they
/// don't (a balance is paid elsewhere), one call an hour finds out.
constexpr digest::Duration kProbeRefused = std::chrono::hours{1};

bool wants_a_person(Trouble trouble) {
  return trouble == Trouble::quota_gone || trouble == Trouble::refused;
}

}  // namespace

bool is_failure(Trouble trouble) {
  switch (trouble) {
    case Trouble::unreachable:
    case Trouble::timed_out:
    case Trouble::rate_limited:
    case Trouble::quota_gone:
    case Trouble::refused:
    case Trouble::bad_request:
    case Trouble::overloaded:
    case Trouble::not_an_answer:
      return true;
    case Trouble::none:
    case Trouble::parameter:
    case Trouble::cut_off:
    case Trouble::filtered:
    case Trouble::empty:
    case Trouble::prompt_cut:
      return false;
  }
  return false;
}

std::optional<digest::Instant> Breaker::rests_until(digest::Instant now) const {
  if (!open_ || now >= until_) return std::nullopt;
  return until_;
}

void Breaker::answered() {
  failures_ = 0;
  open_ = false;
}

bool Breaker::failed(Trouble trouble, digest::Instant now) {
  ++failures_;
  if (wants_a_person(trouble)) return open(trouble, now + kProbeRefused);
  if (failures_ < kFailuresMax && !open_) return false;
  return open(trouble, now + kProbeEvery);
}

bool Breaker::rest(digest::Duration length, digest::Instant now) {
  return open(Trouble::rate_limited, now + length);
}

bool Breaker::open(Trouble trouble, digest::Instant until) {
  const bool is_news = !open_ || (wants_a_person(trouble) && !wants_a_person(trouble_));
  open_ = true;
  trouble_ = trouble;
  until_ = until;
  return is_news;
}

}  // namespace gailou::engine
