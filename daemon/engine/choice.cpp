#include "daemon/engine/choice.h"

#include <utility>

#include "daemon/io/log.h"

namespace gailou::engine {

Kind kind_for(const ChoiceRules& rules, const std::string& source, std::optional<Kind> own) {
  if (own) return *own;
  const auto found = rules.of_source.find(source);
  return found == rules.of_source.end() ? rules.for_all : found->second;
}

Choice::Choice(Engine& extract, std::shared_ptr<Engine> llm, ChoiceRules rules)
    : extract_(extract), llm_(std::move(llm)), rules_(std::move(rules)) {}

void Choice::apply(std::shared_ptr<Engine> llm, ChoiceRules rules) {
  llm_ = std::move(llm);
  rules_ = std::move(rules);
  told_missing_ = false;
}

boost::asio::awaitable<digest::Result<digest::Draft>> Choice::draft(Asker asker, const digest::BatchInput& input) {
  const Kind kind = kind_for(rules_, input.source, asker.kind);
  if (const auto llm = llm_; kind == Kind::llm && llm != nullptr) co_return co_await llm->draft(asker, input);
  if (kind == Kind::llm && !std::exchange(told_missing_, true)) {
    io::log::warn("engine_missing", "a thread wants the llm engine, but engine.endpoint is not set; extract writes it");
  }
  co_return co_await extract_.draft(asker, input);
}

}  // namespace gailou::engine
