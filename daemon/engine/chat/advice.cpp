#include "daemon/engine/chat/advice.h"

namespace gailou::engine {

using llm::Trouble;

namespace {

/// Nothing of an error object stood in the answer: no chat API spoke.
bool said_nothing(const Came& came) {
  return came.heard.what == "HTTP " + std::to_string(came.status);
}

std::string wrong_address(const ChatSettings& settings) {
  return "nothing takes questions at " + settings.endpoint.url +
         ": set engine.endpoint to the API's base address; most end in /v1";
}

std::string about_key(const ChatSettings& settings) {
  if (settings.key.reveal().empty()) return "it wants a key: set engine.api_key_file";
  return "it doesn't take this key: put the right one where engine.api_key_file says, then: gailou config reload";
}

std::string when_refused(const Came& came, const ChatSettings& settings) {
  switch (came.status) {
    case 401:
      return about_key(settings);
    case 403:
      return "the key, or this machine's address, may not ask for model " + settings.model +
             ": look at what the endpoint's account allows";
    case 404:
      if (said_nothing(came)) return wrong_address(settings);
      return "set engine.model to one that it has; " + settings.endpoint.name + "/models lists them";
    default:
      return {};
  }
}

std::string when_a_bad_request(const Came& came, const ChatSettings& settings) {
  if (came.heard.too_long) return "set engine.context_tokens to what it reads";
  if (came.status >= 300 && came.status < 400) return "set engine.endpoint to where this one leads";
  return came.status == 405 || came.status == 410 ? wrong_address(settings) : std::string();
}

}  // namespace

std::string advice_for(const Came& came, const ChatSettings& settings) {
  if (!came.hint.empty()) return came.hint;
  switch (came.heard.trouble) {
    case Trouble::refused:
      return when_refused(came, settings);
    case Trouble::bad_request:
      return when_a_bad_request(came, settings);
    case Trouble::quota_gone:
      return "pay for more, or raise the account's limit, then: gailou config reload";
    case Trouble::unreachable:
      return "is the server running, and engine.endpoint its address?";
    case Trouble::timed_out:
      return "a server that is slow, or still reads its model, may need a longer engine.timeout";
    case Trouble::prompt_cut:
      return "set engine.context_tokens to what it reads, as Ollama's num_ctx, or let it read more";
    case Trouble::not_an_answer:
      return came.heard.what.ends_with("a page") ? wrong_address(settings) : std::string();
    case Trouble::none:
    case Trouble::parameter:
    case Trouble::rate_limited:
    case Trouble::overloaded:
    case Trouble::cut_off:
    case Trouble::filtered:
    case Trouble::empty:
      return {};
  }
  return {};
}

}  // namespace gailou::engine
