#include "daemon/engine/chat/chat_engine.h"

#include <utility>

#include "daemon/engine/chat/chat_state.h"
#include "daemon/engine/chat/drafting.h"
#include "storage/hash.h"

namespace gailou::engine {

using digest::Result;

namespace {

constexpr digest::Duration kCloudTimeout = std::chrono::seconds{300};
constexpr digest::Duration kLocalTimeout = std::chrono::minutes{30};
constexpr std::size_t kNonceBytes = 6;

}  // namespace

Chance system_chance() {
  Chance chance;
  chance.nonce = [] { return "c-" + storage::to_hex(storage::random_bytes(kNonceBytes)); };
  chance.jitter = [] {
    const auto byte = static_cast<unsigned char>(storage::random_bytes(1).front());
    return static_cast<double>(byte) / 256;
  };
  return chance;
}

ChatState::ChatState(ChatSettings from, ChatPorts on)
    : settings(std::move(from)), ports(std::move(on)), turns(ports.executor), desk(std::make_unique<Desk>()) {
  take_key();
}

void ChatState::take_key() {
  bearer = {};
  if (settings.key.empty()) return;
  std::string text;
  text.reserve(settings.key.reveal().size() + 8);  // grows in place: no copy of the key is left behind
  text.append("Bearer ").append(settings.key.reveal());
  bearer = io::Secret::take(text);
}

digest::Duration ChatState::timeout() const {
  return settings.timeout.value_or(settings.endpoint.is_local ? kLocalTimeout : kCloudTimeout);
}

ChatEngine::ChatEngine(ChatSettings settings, ChatPorts ports)
    : state_(std::make_unique<ChatState>(std::move(settings), std::move(ports))) {}

ChatEngine::~ChatEngine() = default;

boost::asio::awaitable<Result<digest::Draft>> ChatEngine::draft(Asker asker, const digest::BatchInput& input) {
  Drafting drafting{.asker = asker, .known = input};
  auto trial = co_await drafted(*state_, input, drafting);
  if (!trial) co_return trial.error();
  co_return std::move(trial->draft);
}

boost::asio::awaitable<Result<Trial>> ChatEngine::trial(Asker asker, const digest::BatchInput& input,
                                                        std::string kind) {
  Drafting drafting{.asker = asker, .known = input};
  drafting.trial = std::move(kind);
  co_return co_await drafted(*state_, input, drafting);
}

bool ChatEngine::asks_the_same(const ChatSettings& settings) const {
  const auto& own = state_->settings;
  return own.endpoint.url == settings.endpoint.url && own.model == settings.model;
}

void ChatEngine::apply(ChatSettings settings) {
  state_->settings = std::move(settings);
  state_->take_key();
  state_->breaker = {};
  state_->told_of_budget = false;
  state_->told_of_length = false;
  if (state_->facts) state_->facts->too_long.reset();
}

void ChatEngine::retire() {
  state_->is_retired = true;
  state_->settings.key = {};
  state_->settings.when_down = WhenDown::wait;
  state_->take_key();
}

ChatStanding ChatEngine::standing() const {
  const auto& state = *state_;
  ChatStanding standing{.endpoint = state.settings.endpoint.name, .model = state.settings.model};
  standing.rests_until = state.breaker.rests_until(state.ports.clock.now());
  standing.is_resting = standing.rests_until.has_value();
  standing.is_prompt_cut = state.is_prompt_cut();
  if (state.breaker.trouble() != llm::Trouble::none) standing.why = llm::name_of(state.breaker.trouble());
  if (standing.is_prompt_cut) standing.why = "it reads less than context_tokens says";
  const auto facts = state.facts.value_or(first_facts(state.settings.endpoint.host));
  standing.format = name_of(facts.format);
  standing.token_parameter = name_of(facts.token_parameter);
  standing.takes_temperature = facts.takes_temperature;
  if (facts.thinking != Thinking::as_is) standing.thinking = name_of(facts.thinking);
  standing.answers = facts.answers;
  return standing;
}

const ChatBudgets& ChatEngine::budgets() const {
  return state_->settings.budgets;
}

std::size_t ChatEngine::waiting() const {
  return state_->turns.waiting();
}

void ChatEngine::settle() const {
  state_->desk.settle();
}

}  // namespace gailou::engine
