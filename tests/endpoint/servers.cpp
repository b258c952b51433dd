#include "tests/endpoint/servers.h"

#include <nlohmann/json.hpp>

namespace gailou::endpoint {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kFloorsThatFit = 2;

Reply said(int status, const Json& body) {
  return {.status = status, .body = body.dump()};
}

/// tools/server/server-common.cpp, format_error_response(), and server-context.cpp, send_error() of
/// ERROR_TYPE_EXCEED_CONTEXT_SIZE (github.com/ggml-org/llama.cpp).
Reply llama_cpp_full() {
  return said(
      400, {{"error",
             {{"code", 400},
              {"message", "request (4476 tokens) exceeds the available context size (4096 tokens), try increasing it"},
              {"type", "exceed_context_size_error"},
              {"n_prompt_tokens", 4476},
              {"n_ctx", 4096}}}});
}

/// The same file, ERROR_TYPE_UNAVAILABLE.
Reply llama_cpp_loading() {
  return said(503, {{"error", {{"code", 503}, {"message", "Loading model"}, {"type", "unavailable_error"}}}});
}

/// As in github.com/vllm-project/vllm/issues/20409; newer ones put the object under "error".
Reply vllm_full() {
  return said(400, {{"object", "error"},
                    {"message",
                     "This model's maximum context length is 4096 tokens. However, you requested 6146 tokens (5296 in "
                     "the messages, 850 in the completion). Please reduce the length of the messages or completion."},
                    {"type", "BadRequestError"},
                    {"param", nullptr},
                    {"code", 400}});
}

/// As in github.com/vllm-project/vllm/issues/4667.
Reply vllm_less_than_none() {
  return said(400, {{"object", "error"},
                    {"message", "max_tokens must be at least 1, got -186."},
                    {"type", "BadRequestError"},
                    {"param", nullptr},
                    {"code", 400}});
}

/// As in github.com/lmstudio-ai/lmstudio-bug-tracker/issues/307.
Reply lm_studio_format() {
  return said(400, {{"error", "'response_format.type' must be 'json_schema' or 'text'"}});
}

/// As in github.com/lmstudio-ai/lmstudio-bug-tracker/issues/2322 (the status) and 2339 (the words).
Reply lm_studio_full() {
  return said(200, {{"error", "Context size has been exceeded"}});
}

/// As in github.com/RooCodeInc/Roo-Code/issues/5729.
Reply groq_full() {
  return said(413, {{"error",
                     {{"message",
                       "Request too large for model `stand-in` in organization `org_01` service tier `on_demand` on "
                       "tokens per minute (TPM): Limit 10000, Requested 21247, please reduce your message size and try "
                       "again."},
                      {"type", "tokens"},
                      {"code", "rate_limit_exceeded"}}}});
}

/// OpenAI's words of the same, which come with the status of a rate limit.
Reply openai_full() {
  return said(429, {{"error",
                     {{"message",
                       "Request too large for stand-in in organization org-01 on tokens per min (TPM): Limit 30000, "
                       "Requested 35000. The input or output tokens must be reduced in order to run successfully."},
                      {"type", "tokens"},
                      {"param", nullptr},
                      {"code", "rate_limit_exceeded"}}}});
}

/// openai/openai.go (github.com/ollama/ollama): Message has `reasoning` beside an empty `content`.
Reply ollama_thought(const std::string& model) {
  return said(200, {{"id", "chatcmpl-318"},
                    {"object", "chat.completion"},
                    {"created", 1'778'000'000},
                    {"model", model},
                    {"system_fingerprint", "fp_ollama"},
                    {"choices",
                     Json::array({{{"index", 0},
                                   {"message", {{"role", "assistant"}, {"content", ""}, {"reasoning", "先看楼层……"}}},
                                   {"finish_reason", "stop"}}})},
                    {"usage", {{"prompt_tokens", 900}, {"completion_tokens", 850}, {"total_tokens", 1750}}}});
}

}  // namespace

std::optional<Reply> said_by_server(Manner manner, const ReadPrompt& prompt, const std::string& model) {
  const bool is_too_long = prompt.floors.size() > kFloorsThatFit;
  if (manner == Manner::loading) return llama_cpp_loading();
  if (manner == Manner::llama_cpp && is_too_long) return llama_cpp_full();
  if (manner == Manner::vllm && is_too_long) return vllm_full();
  if (manner == Manner::vllm_older && is_too_long) return vllm_less_than_none();
  if (manner == Manner::lm_studio_mlx && is_too_long) return lm_studio_full();
  if (manner == Manner::groq && is_too_long) return groq_full();
  if (manner == Manner::openai_tier && is_too_long) return openai_full();
  if (manner == Manner::lm_studio && prompt.format == "json_object") return lm_studio_format();
  if (manner == Manner::ollama_thinks && prompt.effort != "none") return ollama_thought(model);
  return std::nullopt;
}

}  // namespace gailou::endpoint
