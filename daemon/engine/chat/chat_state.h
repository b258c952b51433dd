// What the LLM engine holds between two batches. Inner part of ChatEngine.
#pragma once

#include <optional>

#include "daemon/engine/chat/breaker.h"
#include "daemon/engine/chat/chat_engine.h"
#include "daemon/engine/chat/facts.h"
#include "daemon/engine/chat/turns.h"
#include "daemon/io/store_thread.h"

namespace gailou::engine {

/// What prompts are made on and answers reviewed: a long batch takes milliseconds that the loop hasn't got.
struct Desk {};

struct ChatState {
  ChatState(ChatSettings from, ChatPorts on);

  ChatSettings settings;
  ChatPorts ports;
  io::Secret bearer{};  // "Bearer …"
  Turns turns;
  Breaker breaker{};
  std::optional<EndpointFacts> facts{};  // loaded by the first question
  io::OwningThread<Desk> desk;
  bool told_of_budget = false;  // one line a window is enough
  bool told_of_length = false;  // a prompt was too long for it
  bool is_retired = false;      // another engine has taken over

  void take_key();
  digest::Duration timeout() const;
  bool is_prompt_cut() const { return facts && facts->cut_at_context == settings.context_tokens; }
};

}  // namespace gailou::engine
