#include "daemon/engines.h"

#include <utility>

#include "daemon/config/engine_settings.h"
#include "daemon/engine/chat/chat_engine.h"

namespace gailou {

Engines::Engines(const config::Config& config, track::StoreThread& store, io::HttpClient& client, io::Clock& clock,
                 const boost::asio::any_io_executor& executor)
    : client_(client),
      clock_(clock),
      executor_(executor),
      rules_(config::engine_choice(config)),
      currency_(config.engine.currency),
      zone_(config.serve.timezone),
      ledger_(std::make_unique<engine::StoreLedger>(store, clock, config.serve.timezone)),
      chat_(config.chat ? make_chat(*config.chat) : nullptr),
      choice_(extract_, chat_, rules_) {}

Engines::~Engines() = default;

std::shared_ptr<engine::ChatEngine> Engines::make_chat(const engine::ChatSettings& settings) {
  engine::ChatPorts ports{.http = client_,
                          .clock = clock_,
                          .ledger = *ledger_,
                          .offline = extract_,
                          .chance = engine::system_chance(),
                          .executor = executor_,
                          .figures = &figures_};
  return std::make_shared<engine::ChatEngine>(settings, std::move(ports));
}

void Engines::apply(const config::Config& config) {
  rules_ = config::engine_choice(config);
  currency_ = config.engine.currency;
  zone_ = config.serve.timezone;
  ledger_->use_zone(zone_);
  if (chat_ && config.chat && chat_->asks_the_same(*config.chat)) {
    chat_->apply(*config.chat);
  } else {
    if (chat_) chat_->retire();
    chat_ = config.chat ? make_chat(*config.chat) : nullptr;
  }
  choice_.apply(chat_, rules_);
}

engine::BudgetWindows Engines::windows() const {
  return engine::budget_windows(clock_.now(), zone_);
}

admin::Engines Engines::for_admin() {
  return {.offline = &extract_, .chat = chat_, .rules = rules_, .currency = currency_, .zone = zone_};
}

}  // namespace gailou
