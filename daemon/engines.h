// The engines of one process, and which of them writes a thread: for the daemon and for verbs without one.
#pragma once

#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "daemon/admin/context.h"
#include "daemon/config/config.h"
#include "daemon/engine/chat/store_ledger.h"
#include "daemon/engine/choice.h"
#include "daemon/engine/extract_engine.h"
#include "daemon/io/clock.h"
#include "daemon/io/http_client.h"
#include "daemon/track/tracker.h"

namespace gailou {

class Engines {
 public:
  /// All that is borrowed must outlive it; it must be destroyed before the executor's loop.
  Engines(const config::Config& config, track::StoreThread& store, io::HttpClient& client, io::Clock& clock,
          const boost::asio::any_io_executor& executor);
  ~Engines();

  /// What was reloaded: from the next call on.
  void apply(const config::Config& config);

  const engine::ChatFigures& figures() const { return figures_; }
  /// None without an endpoint.
  const engine::ChatEngine* chat() const { return chat_.get(); }
  const std::string& currency() const { return currency_; }
  /// Where the budgets' day and month begin.
  engine::BudgetWindows windows() const;

  /// What the tracker asks: each thread's own engine.
  engine::Engine& chosen() { return choice_; }
  admin::Engines for_admin();

 private:
  std::shared_ptr<engine::ChatEngine> make_chat(const engine::ChatSettings& settings);

  io::HttpClient& client_;
  io::Clock& clock_;
  boost::asio::any_io_executor executor_;
  engine::ChoiceRules rules_;
  std::string currency_;
  std::string zone_;
  engine::ChatFigures figures_{};
  engine::ExtractEngine extract_{};
  std::unique_ptr<engine::StoreLedger> ledger_{};
  std::shared_ptr<engine::ChatEngine> chat_{};
  engine::Choice choice_;
};

}  // namespace gailou
