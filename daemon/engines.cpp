#include "daemon/engines.h"

#include <utility>

#include "daemon/config/engine_settings.h"
#include "daemon/engine/chat/chat_engine.h"
#include "daemon/engine/chat/store_ledger.h"

namespace gailou {

Engines::Engines(const config::Config& config, track::StoreThread& store, io::HttpClient& client, io::Clock& clock,
                 const boost::asio::any_io_executor& executor)
    : rules_(config::engine_choice(config)),
      currency_(config.engine.currency),
      ledger_(std::make_unique<engine::StoreLedger>(store, clock, config.serve.timezone)),
      chat_(config.chat ? std::make_unique<engine::ChatEngine>(*config.chat,
                                                               engine::ChatPorts{.http = client,
                                                                                 .clock = clock,
                                                                                 .ledger = *ledger_,
                                                                                 .offline = extract_,
                                                                                 .chance = engine::system_chance(),
                                                                                 .executor = executor})
                        : nullptr),
      choice_(extract_, chat_.get(), rules_) {}

Engines::~Engines() = default;

admin::Engines Engines::for_admin() {
  return {.offline = &extract_, .chat = chat_.get(), .rules = rules_, .currency = currency_};
}

}  // namespace gailou
