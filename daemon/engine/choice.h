// Which engine writes a thread: the one it was given by hand, else its source's, else everybody's.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "daemon/engine/engine.h"
#include "daemon/engine/settings.h"

namespace gailou::engine {

/// What holds for a thread of `source`; `own`: what it was given by hand.
Kind kind_for(const ChoiceRules& rules, const std::string& source, std::optional<Kind> own);

class Choice : public Engine {
 public:
  /// `extract` outlives it. `llm` may be null: no endpoint is configured. Who wants it all the same is written by
  /// `extract`.
  Choice(Engine& extract, std::shared_ptr<Engine> llm, ChoiceRules rules);

  /// From the next batch on; one that is drafted keeps its engine until then.
  void apply(std::shared_ptr<Engine> llm, ChoiceRules rules);

  std::string_view name() const override { return "choice"; }
  bool wants_recent() const override { return llm_ != nullptr && llm_->wants_recent(); }
  bool is_slow() const override { return llm_ != nullptr && llm_->is_slow(); }
  boost::asio::awaitable<digest::Result<digest::Draft>> draft(Asker asker, const digest::BatchInput& input) override;

 private:
  Engine& extract_;
  std::shared_ptr<Engine> llm_;
  ChoiceRules rules_;
  bool told_missing_ = false;
};

}  // namespace gailou::engine
