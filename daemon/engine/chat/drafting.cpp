#include "daemon/engine/chat/drafting.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "daemon/engine/chat/assembly.h"
#include "daemon/io/log.h"
#include "digest/llm/deals.h"

namespace gailou::engine {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Floor;
using digest::Operation;
using digest::Result;

namespace {

/// What is asked of a batch.
struct Plan {
  std::vector<Operation> quiet{};  // floors that need no question
  std::vector<std::vector<Floor>> questions{};
};

Plan plan_of(const digest::BatchInput& input, std::int64_t context_tokens) {
  Plan plan;
  std::vector<Floor> asked;
  for (const auto& post : input.posts) asked.push_back(post.floor);
  for (const auto& quiet : llm::quiet_unasked(input)) {
    plan.quiet.emplace_back(quiet);
    std::erase(asked, quiet.floor);
  }
  if (!asked.empty()) plan.questions = llm::questions_of(input, asked, context_tokens);
  return plan;
}

/// What the endpoint brought to a batch.
struct Written {
  std::vector<Operation> operations{};  // those of floors that need no question first
  bool is_any = false;                  // the endpoint's among them
  std::vector<Floor> open{};            // for the offline engine, ascending
  std::vector<std::string> notes{};
};

std::vector<digest::Append> appends_of(const std::vector<Operation>& operations) {
  std::vector<digest::Append> appends;
  for (const auto& operation : operations) {
    if (const auto* append = std::get_if<digest::Append>(&operation)) appends.push_back(*append);
  }
  return appends;
}

void take_in(Written& written, Done done) {
  written.is_any = written.is_any || !done.operations.empty();
  if (has_summary(done.operations)) {
    std::erase_if(written.operations,
                  [](const Operation& earlier) { return std::holds_alternative<digest::Summarise>(earlier); });
  }
  std::move(done.operations.begin(), done.operations.end(), std::back_inserter(written.operations));
  written.open.insert(written.open.end(), done.open.begin(), done.open.end());
  std::move(done.notes.begin(), done.notes.end(), std::back_inserter(written.notes));
}

template <class T>
using Answer = asio::awaitable<Result<T>>;

/// Once a start; what can't be read is learned anew.
Answer<void> load_facts(ChatState& state) {
  if (state.facts) co_return Result<void>{};
  const auto& settings = state.settings;
  const auto stored = co_await state.ports.ledger.endpoint_facts(settings.endpoint.name, settings.model);
  if (!stored) co_return stored.error();
  if (state.facts) co_return Result<void>{};  // somebody else was faster
  state.facts = first_facts(settings.endpoint.host);
  if (!stored->has_value()) co_return Result<void>{};
  auto facts = parse_facts(**stored);
  if (facts) {
    state.facts = std::move(*facts);
  } else {
    io::log::warn("llm_facts_unreadable", digest::to_string(facts.error()), {{"endpoint", settings.endpoint.name}});
  }
  co_return Result<void>{};
}

/// Floors that need no question and stand up to `last`: the answer may speak of them all the same.
std::vector<Floor> beside(const std::vector<Operation>& operations, Floor last) {
  std::vector<Floor> floors;
  for (const auto& operation : operations) {
    const auto* quiet = std::get_if<digest::Quiet>(&operation);
    if (quiet != nullptr && quiet->floor <= last) floors.push_back(quiet->floor);
  }
  std::sort(floors.begin(), floors.end());
  return floors;
}

/// What the endpoint says of a floor stands in place of what was said without asking.
void give_way(std::vector<Operation>& operations, const digest::BatchInput& input,
              const std::vector<Operation>& answered) {
  std::vector<Floor> spoken;
  for (const auto& operation : answered) {
    const auto floors = floors_of(input, operation);
    spoken.insert(spoken.end(), floors.begin(), floors.end());
  }
  std::erase_if(operations, [&](const Operation& operation) {
    const auto* quiet = std::get_if<digest::Quiet>(&operation);
    return quiet != nullptr && std::find(spoken.begin(), spoken.end(), quiet->floor) != spoken.end();
  });
}

Answer<void> ask_question(ChatState& state, const digest::BatchInput& input, Drafting& drafting,
                          std::vector<Floor> floors, bool is_last, Written& written) {
  const auto turn = co_await state.turns.take();
  if (!turn) co_return turn.error();
  auto unasked = beside(written.operations, is_last ? input.posts.back().floor : floors.back());
  Conversation conversation(input, drafting.known, std::move(floors), std::move(unasked),
                            appends_of(written.operations), state.settings.context_tokens,
                            state.settings.endpoint.host);
  Talk talk(state, drafting, conversation);
  auto done = co_await talk.run();
  if (!done) co_return done.error();
  if (!done->open.empty() && state.breaker.rests_until(state.ports.clock.now())) drafting.rests = true;
  give_way(written.operations, drafting.known, done->operations);
  take_in(written, std::move(*done));
  co_return Result<void>{};
}

Answer<Written> ask_all(ChatState& state, const digest::BatchInput& input, Drafting& drafting) {
  const auto loaded = co_await load_facts(state);
  if (!loaded) co_return loaded.error();
  auto work = [&input, context = state.settings.context_tokens](Desk&) -> Result<Plan> {
    return plan_of(input, context);
  };
  auto plan = co_await state.desk.run(std::move(work));
  if (!plan) co_return plan.error();
  Written written{.operations = std::move(plan->quiet)};
  std::size_t left = plan->questions.size();
  for (auto& floors : plan->questions) {
    const bool is_last = --left == 0;
    const auto asked = co_await ask_question(state, input, drafting, std::move(floors), is_last, written);
    if (!asked) co_return asked.error();
  }
  std::sort(written.open.begin(), written.open.end());
  co_return written;
}

/// What the offline engine has to say beside `written`: open floors, edits, a summary where there is none yet.
Answer<std::vector<Operation>> offline_part(ChatState& state, const Drafting& drafting, const Written& written) {
  const auto& known = drafting.known;
  const bool has_changes = !known.edits.empty() || !known.restored.empty();
  const bool is_first = known.summary.rev == digest::Revision{};
  const bool wants_summary = !has_summary(written.operations) && is_first;
  std::vector<Operation> operations;
  if (!written.open.empty() || has_changes) {
    const auto rest = rest_of(known, written.open);
    auto draft = co_await state.ports.offline.draft(drafting.asker, rest);
    if (!draft) co_return draft.error();
    const bool takes_summary = !has_summary(written.operations) && !is_first && has_changes;
    operations = joined({}, std::move(draft->operations), takes_summary);
  }
  if (wants_summary) {
    auto draft = co_await state.ports.offline.draft(drafting.asker, known);
    if (!draft) co_return draft.error();
    std::erase_if(draft->operations,
                  [](const Operation& one) { return !std::holds_alternative<digest::Summarise>(one); });
    operations = joined(std::move(operations), std::move(draft->operations), true);
  }
  co_return operations;
}

/// Offers that the endpoint's entries tell of are followed as the offline engine's are.
Answer<void> read_deals(ChatState& state, const Drafting& drafting, Written& written) {
  if (!written.is_any) co_return Result<void>{};
  auto work = [&drafting, &written](Desk&) -> Result<std::vector<Operation>> {
    return llm::with_deals(drafting.known, written.operations);
  };
  auto dressed = co_await state.desk.run(std::move(work));
  if (!dressed) co_return dressed.error();
  written.operations = std::move(*dressed);
  co_return Result<void>{};
}

/// Takes operations out that the judge will refuse although the review let them pass; their floors are open then.
Answer<bool> drop_refused(ChatState& state, const Drafting& drafting, Written& written,
                          const std::vector<Operation>& operations) {
  const std::size_t count = written.operations.size();
  auto work = [&drafting, &operations, count](Desk&) -> Result<std::vector<std::size_t>> {
    return refused_operations(drafting.known, operations, count);
  };
  const auto refused = co_await state.desk.run(std::move(work));
  if (!refused) co_return refused.error();
  for (auto at = refused->rbegin(); at != refused->rend(); ++at) {
    const auto place = written.operations.begin() + static_cast<std::ptrdiff_t>(*at);
    const auto floors = floors_of(drafting.known, *place);
    written.open.insert(written.open.end(), floors.begin(), floors.end());
    written.operations.erase(place);
  }
  std::sort(written.open.begin(), written.open.end());
  written.open.erase(std::unique(written.open.begin(), written.open.end()), written.open.end());
  if (!refused->empty()) {
    io::log::error("llm_judge_disagrees", "the judge refuses what the review let pass; the offline engine writes it",
                   {{"source", drafting.known.source}, {"operations", refused->size()}});
  }
  co_return !refused->empty();
}

Answer<digest::Draft> assembled(ChatState& state, const digest::BatchInput& input, const Drafting& drafting,
                                Written& written) {
  const auto read = co_await read_deals(state, drafting, written);
  if (!read) co_return read.error();
  constexpr int kRounds = 2;  // what is left after the first one has passed the judge
  for (int round = 0; written.is_any && round < kRounds; ++round) {
    auto offline = co_await offline_part(state, drafting, written);
    if (!offline) co_return offline.error();
    auto operations = joined(written.operations, std::move(*offline), true);
    const auto dropped = co_await drop_refused(state, drafting, written, operations);
    if (!dropped) co_return dropped.error();
    if (*dropped) continue;
    auto work = [&drafting, &operations](Desk&) -> Result<bool> { return may_be_written(drafting.known, operations); };
    const auto good = co_await state.desk.run(std::move(work));
    if (!good) co_return good.error();
    if (!*good) break;
    digest::Draft draft{.operations = std::move(operations)};
    draft.cited = cited_of(draft.operations, drafting.found);
    co_return draft;
  }
  if (written.is_any) {
    io::log::error("llm_draft_unwritable", "a draft that passed the review breaks a gate; the offline engine writes it",
                   {{"source", input.source}});
  }
  written.open.clear();
  for (const auto& post : input.posts) written.open.push_back(post.floor);
  co_return co_await state.ports.offline.draft(drafting.asker, input);
}

Error resting(const ChatState& state) {
  const auto now = state.ports.clock.now();
  const auto until = state.breaker.rests_until(now).value_or(now);
  return Error{.code = Code::unavailable,
               .what = "the LLM endpoint rests: " + std::string(llm::name_of(state.breaker.trouble())),
               .where = "engine",
               .hint = "`gailou engine test` asks it at once",
               .retry_after_ms = std::max<long long>((until - now).count(), 1000)};
}

}  // namespace

asio::awaitable<Result<Trial>> drafted(ChatState& state, const digest::BatchInput& input, Drafting& drafting) {
  auto written = co_await ask_all(state, input, drafting);
  if (!written) co_return written.error();
  const bool waits = drafting.trial.empty() && state.settings.when_down == WhenDown::wait && drafting.rests;
  if (waits) co_return resting(state);
  auto draft = co_await assembled(state, input, drafting, *written);
  if (!draft) co_return draft.error();
  for (const auto& note : written->notes) {
    io::log::info("llm_fell_back", note,
                  {{"source", input.source}, {"revision", static_cast<long long>(input.revision.value)}});
  }
  Trial trial{.draft = std::move(*draft), .exchanges = std::move(drafting.exchanges)};
  trial.offline = std::move(written->open);
  trial.notes = std::move(written->notes);
  if (!drafting.advice.empty()) trial.notes.push_back(std::move(drafting.advice));
  co_return trial;
}

}  // namespace gailou::engine
