// One question to the endpoint with all that may follow from it: what to send next, what an answer leads to, when it is
// over. Values in, values out; who sends, waits and books stands elsewhere.
//
//   while (true) {
//     Step step = conversation.next(facts, nonce);
//     … Send: send it, then heard(); Wait: wait; Done: take what there is
//   }
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "daemon/engine/chat/facts.h"
#include "daemon/engine/chat/wire.h"
#include "digest/llm/prompt.h"
#include "digest/llm/reply.h"
#include "digest/llm/review.h"
#include "digest/operation.h"

namespace gailou::engine {

struct Send {
  std::string kind{};  // "first", "repair", "retry"
  std::string nonce{};
  std::vector<ChatMessage> messages{};
  std::int64_t estimate = 0;      // tokens of the messages
  std::int64_t output_limit = 0;  // tokens
  digest::Floor first{};          // of the floors asked about
  digest::Floor last{};
};
struct Wait {
  digest::Duration length{};
};
/// What the question brought. Floors that are still open are the offline engine's.
struct Done {
  std::vector<digest::Operation> operations{};
  std::vector<digest::Floor> open{};
  std::vector<std::string> notes{};        // why floors are open, for the operator
  std::optional<digest::Duration> rest{};  // the endpoint wants to be left alone for longer than a question waits
};
using Step = std::variant<Send, Wait, Done>;

/// What came of a request.
struct Came {
  llm::Heard heard{};
  std::optional<digest::Duration> retry_after{};
  double jitter = 0;        // 0 to below 1
  bool has_left = true;     // false: not a byte of it was sent
  bool canary_back = true;  // the word at the prompt's end stands in the answer
  int status = 0;           // HTTP; 0: no answer
  std::string hint{};       // why there was none: what to do about it
};

/// What an answer came to, for the ledger.
struct Outcome {
  llm::Verdict verdict = llm::Verdict::accept;
  std::string rules{};                 // "V13 V24"
  std::string what{};                  // one line
  std::vector<std::string> refused{};  // "#2 V13 …"
};

class Conversation {
 public:
  /// Both inputs outlive it: prompts are made of `input`, answers held against `known`, which may get more context
  /// between two calls. `floors` of the batch, ascending, are asked about; an answer may speak of those `beside` them
  /// too, which need no question. `written`: what earlier questions on this batch brought.
  Conversation(const digest::BatchInput& input, const digest::BatchInput& known, std::vector<digest::Floor> floors,
               std::vector<digest::Floor> beside, std::vector<digest::Append> written, std::int64_t context_tokens,
               std::string host);

  /// A request takes `nonce`, but a repair goes on under the one it began with.
  Step next(const EndpointFacts& facts, const std::string& nonce);
  /// The request that next() gave, under another nonce: one that was sent before.
  Send under(const EndpointFacts& facts, const std::string& nonce);
  /// What the request that next() gave led to. Learns from it what the endpoint takes.
  Outcome heard(const Came& came, EndpointFacts& facts);
  /// Nothing more may be sent: what is open stays so.
  void give_up(std::string why);

 private:
  /// Floors that one request asks about.
  struct Part {
    std::vector<digest::Floor> floors{};  // may be written about
    std::vector<digest::Floor> open{};    // to be accounted for
    std::string nonce{};                  // set once it has been asked
    std::vector<digest::Floor> asked{};   // of a repair: what its first message asked about
    std::int64_t written = 0;             // and how much had been written then
    std::string reply{};                  // and what came back
    std::string complaint{};
    std::string kind = "first";
    bool counts = false;    // as one of the two retries
    std::int64_t room = 1;  // factor of the output limit
  };

  void ask_anew(Part& part, const std::string& nonce) const;
  Send send_of(const Part& part, const EndpointFacts& facts) const;
  bool fits(const Send& send) const { return send.estimate + send.output_limit <= context_tokens_; }
  void leave_open(const Part& part, const std::string& why);
  void again(Part part, digest::Duration wait);
  void in_halves(Part part);
  void after_trouble(Part part, const Came& came, EndpointFacts& facts);
  void refused_parameter(Part part, const Came& came, EndpointFacts& facts);
  void bad_request(Part part, const Came& came, EndpointFacts& facts);
  void try_again_later(Part part, const Came& came);
  void cut_off(Part part, const llm::Heard& heard, EndpointFacts& facts);
  void came_empty(Part part, EndpointFacts& facts);
  Outcome reviewed(Part part, const std::string& content, const EndpointFacts& facts);
  bool repair(const Part& part, const llm::Review& review, const std::string& content, const EndpointFacts& facts);
  void keep(llm::Review& review);

  const digest::BatchInput& input_;
  const digest::BatchInput& known_;
  std::vector<digest::Append> written_;
  std::int64_t context_tokens_ = 0;
  std::string host_;
  std::deque<Part> parts_{};
  std::optional<digest::Duration> wait_{};
  Done done_{};
  int repairs_left_ = 1;
  int retries_left_ = 2;
  int parameters_left_ = 6;  // refused ones; each is learned for good and costs nothing
  int waits_ = 0;
  std::string last_trouble_{};  // in words
  bool was_no_answer_ = false;  // V2 has happened
  bool was_cut_off_ = false;    // V3, or it didn't fit
  bool was_empty_ = false;      // V5
};

}  // namespace gailou::engine
