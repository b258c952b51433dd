// What an endpoint answered: whether there is something to review in it, or what went wrong and what follows from that.
// Rules V1–V5 and V10 of gailou.ops/1.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "digest/time.h"

namespace gailou::llm {

/// What becomes of a reply. The names go into the ledger.
enum class Verdict {
  accept,    // every operation kept, every floor accounted for
  partial,   // faulty operations dropped, nothing has to be asked again
  repair,    // one more round, which names the faults
  retry,     // nothing usable; the same request again, changed as the rule says
  fallback,  // the offline engine writes these floors
};
std::string_view name_of(Verdict verdict);

/// What an answer without usable content means. Each has a name that operators read.
enum class Trouble {
  none,
  unreachable,  // no answer: refused, reset, no such host, TLS
  timed_out,
  rate_limited,   // 429 that passes by itself
  quota_gone,     // 429 that doesn't, and 402
  refused,        // 401, 403, 404: key, endpoint or model are wrong
  parameter,      // 400 that names a parameter
  bad_request,    // any other 4xx
  overloaded,     // 408, 409, 5xx
  not_an_answer,  // 200 with an error body, without choices, or not JSON
  cut_off,        // finish_reason length
  filtered,       // content filter or refusal
  empty,          // no content, or only reasoning
  prompt_cut,     // the endpoint read less than was sent
};
std::string_view name_of(Trouble trouble);

struct Usage {
  std::optional<std::int64_t> prompt{};  // tokens
  std::optional<std::int64_t> completion{};
  std::optional<std::int64_t> cached{};     // of the prompt
  std::optional<std::int64_t> reasoning{};  // of the completion
};

struct HttpAnswer {
  int status = 0;
  std::string body{};
  std::optional<digest::Duration> retry_after{};
};

struct Heard {
  Verdict verdict = Verdict::accept;  // accept: `content` is there to be reviewed; else retry or fallback
  Trouble trouble = Trouble::none;
  std::string rule{};       // "V3"; empty with accept
  std::string what{};       // one printable line of at most 200 bytes for log and ledger
  std::string parameter{};  // with Trouble::parameter: which one the endpoint refuses
  bool too_long = false;    // with Trouble::bad_request: the request doesn't fit into the endpoint's context
  std::string content{};
  std::string model{};          // as the answer names it, printable, at most 128 bytes
  std::string finish_reason{};  // printable, at most 32 bytes
  Usage usage{};
};

/// A dense Chinese tokenizer reads half as many tokens as we estimate; less than this share is a prompt that was cut.
inline constexpr double kReadOfEstimateMin = 0.35;

/// `estimate`: tokens of the prompt as we count them. `usual_ratio`: this endpoint's median of read to estimated tokens
/// once it has answered five times. `dense`: the ratio of one that counts fewer tokens than any we know, as a prompt
/// showed that was too short to be cut.
Heard hear(const HttpAnswer& answer, std::int64_t estimate, std::optional<double> usual_ratio,
           std::optional<double> dense = std::nullopt);

}  // namespace gailou::llm
