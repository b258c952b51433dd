// A chat endpoint that plays what a test wants: canned replies one after the other, then one manner for all that
// follow. Knows no socket; server.h puts it on one, client.h calls it in the same process.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "digest/time.h"
#include "tests/endpoint/prompt_reader.h"

namespace gailou::endpoint {

/// How an answer leaves, beside its bytes.
enum class Delivery {
  whole,
  reset,    // half of the body, then the connection is reset
  hang,     // nothing ever comes
  endless,  // a body that never ends
};

struct Reply {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
  Delivery delivery = Delivery::whole;
  digest::Duration delay{};  // before anything is sent
};

enum class Manner {
  honest,         // operations that hold, made of the floors in the prompt
  lazy,           // nothing_new for every floor
  obeying,        // does what the floors say, and whatever else an operation could do harm with
  forgetful,      // leaves out every second floor
  cut_off,        // finish_reason length
  empty,          // content null
  html,           // a page with status 200
  error_with_ok,  // an error object with status 200
  cut_json,       // a body that ends in the middle
  overloaded,     // 503
  rate_limited,   // 429 that passes by itself
  quota_gone,     // 429 that doesn't
  unauthorized,   // 401
  small_context,  // read a tenth of the prompt, honest about it in usage
  offers,         // honest, and takes every floor for one about offers
  llama_cpp,      // no room for more than two floors, as llama.cpp's server says it
  vllm,           // the same in vLLM's words
  vllm_older,     // and in those of a vLLM that reckons before it looks
  lm_studio,      // takes json_schema or text, and says so in a bare string
  lm_studio_mlx,  // no room for more than two floors, said with status 200
  groq,           // more tokens than it lets through in a minute: 413
  openai_tier,    // the same as 429, which reads like a rate limit
  ollama_thinks,  // everything in `reasoning` until thinking is switched off
  loading,        // llama.cpp while it reads its model
  reset,
  hang,
  endless,
};
std::string_view name_of(Manner manner);
std::optional<Manner> manner_named(std::string_view name);

/// A request as it came.
struct Asked {
  std::string body{};
  std::string authorization{};
  std::string idempotency_key{};
  std::int64_t prompt_tokens = 0;
  std::int64_t cached_tokens = 0;  // of the longest beginning that an earlier request had
  std::int64_t completion_tokens = 0;
};

/// Safe to call from several threads.
class StandIn {
 public:
  explicit StandIn(Manner manner = Manner::honest) : manner_(manner) {}

  void play(Reply reply);  // the next request gets this
  void play(int status, std::string body) { play(Reply{.status = status, .body = std::move(body)}); }
  void behave(Manner manner);
  /// 400 with an error that names it, as long as a request carries this parameter.
  void refuse_parameter(std::string name);
  /// The model's name in answers.
  void call_itself(std::string model);

  Reply answer(const std::string& body, const std::string& authorization, const std::string& idempotency_key);

  std::vector<Asked> asked() const;
  std::size_t requests() const;
  std::int64_t prompt_tokens() const;  // of all requests
  std::int64_t cached_tokens() const;

 private:
  Reply reply_of(Manner manner, const ReadPrompt& prompt, Asked& asked) const;
  std::optional<Reply> refusal(const std::string& body) const;
  std::int64_t cached(const std::string& all) const;

  mutable std::mutex mutex_{};
  Manner manner_;
  std::deque<Reply> next_{};
  std::vector<std::string> refused_{};
  std::string model_ = "stand-in";
  std::vector<Asked> asked_{};
  std::deque<std::string> prompts_{};  // the last ones, for what a cache would have
};

/// A chat.completion object around `content`.
std::string completion_of(const std::string& content, const std::string& model, std::int64_t prompt_tokens,
                          std::int64_t cached_tokens, std::int64_t completion_tokens,
                          const std::string& finish_reason = "stop");

}  // namespace gailou::endpoint
