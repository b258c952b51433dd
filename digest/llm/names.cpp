// Names of verdicts and troubles, as the ledger keeps them.
#include "digest/llm/reply.h"

namespace gailou::llm {

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::accept:
      return "accept";
    case Verdict::partial:
      return "partial";
    case Verdict::repair:
      return "repair";
    case Verdict::retry:
      return "retry";
    case Verdict::fallback:
      return "fallback";
  }
  return "";
}

std::string_view name_of(Trouble trouble) {
  switch (trouble) {
    case Trouble::none:
      return "";
    case Trouble::unreachable:
      return "unreachable";
    case Trouble::timed_out:
      return "timed_out";
    case Trouble::rate_limited:
      return "rate_limited";
    case Trouble::quota_gone:
      return "quota_gone";
    case Trouble::refused:
      return "refused";
    case Trouble::parameter:
      return "parameter";
    case Trouble::bad_request:
      return "bad_request";
    case Trouble::overloaded:
      return "overloaded";
    case Trouble::not_an_answer:
      return "not_an_answer";
    case Trouble::cut_off:
      return "cut_off";
    case Trouble::filtered:
      return "filtered";
    case Trouble::empty:
      return "empty";
    case Trouble::prompt_cut:
      return "prompt_cut";
  }
  return "";
}

}  // namespace gailou::llm
