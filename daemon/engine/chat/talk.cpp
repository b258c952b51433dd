#include "daemon/engine/chat/talk.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "daemon/engine/chat/advice.h"
#include "daemon/engine/chat/booking.h"
#include "daemon/engine/chat/budget.h"
#include "daemon/engine/chat/prices.h"
#include "daemon/io/log.h"

namespace gailou::engine {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Floor;
using digest::Result;
using llm::Trouble;

namespace {

constexpr std::size_t kAnswerBytesMax = std::size_t{1} << 20;
constexpr digest::Duration kConnectTimeout = std::chrono::seconds{10};
/// A request that was sent and never answered is sent again, word for word, however often the daemon is stopped
/// meanwhile, but no oftener than this in all: one that brings the daemon down must not be paid for without end.
constexpr int kSendsMax = 8;

/// Answers that were paid for and that the same request need not buy again. What is asked for once more in the same
/// words isn't among them: by a retry, or when the endpoint reads whole prompts.
bool is_worth_keeping(Trouble trouble) {
  return trouble == Trouble::none || trouble == Trouble::cut_off || trouble == Trouble::filtered ||
         trouble == Trouble::empty;
}

}  // namespace

Talk::Answer<Done> Talk::run() {
  while (true) {
    auto step = co_await next_step();
    if (!step) co_return step.error();
    if (auto* done = std::get_if<Done>(&*step)) {
      if (done->rest) state_.breaker.rest(*done->rest, state_.ports.clock.now());
      co_return std::move(*done);
    }
    if (const auto* wait = std::get_if<Wait>(&*step)) {
      co_await state_.ports.clock.sleep_for(wait->length);
      continue;
    }
    auto carried = co_await carry_out(std::move(std::get<Send>(*step)));
    if (!carried) co_return carried.error();
  }
}

Talk::Answer<Step> Talk::next_step() {
  auto work = [this, facts = *state_.facts, nonce = state_.ports.chance.nonce()](Desk&) -> Result<Step> {
    return conversation_.next(facts, nonce);
  };
  co_return co_await state_.desk.run(std::move(work));
}

Talk::Answer<std::string> Talk::text_of(Send send) {
  ChatRequest request{.model = state_.settings.model, .messages = std::move(send.messages)};
  request.output_limit = send.output_limit;
  auto work = [request = std::move(request), facts = *state_.facts](Desk&) -> Result<std::string> {
    return request_json(request, facts);
  };
  co_return co_await state_.desk.run(std::move(work));
}

Talk::Answer<void> Talk::carry_out(Send send) {
  auto text = co_await text_of(send);
  if (!text) co_return text.error();
  std::string request = std::move(*text);
  const std::string hash = request_hash(request, send.nonce);
  const auto settled = co_await settled_before(send, request, hash);
  if (!settled) co_return settled.error();
  if (*settled) co_return Result<void>{};
  const auto leaves = co_await may_leave(send.estimate + send.output_limit);
  if (!leaves) co_return leaves.error();
  if (!*leaves) {
    if (state_.ports.figures != nullptr) ++state_.ports.figures->withheld;
    co_return Result<void>{};
  }
  co_return co_await ask(std::move(send), std::move(request), hash);
}

/// True if nothing needs to be sent: an answer to the same request has been paid for, or it has been sent often enough
/// in vain. Else `send` is as it was sent before, if it was.
Talk::Answer<bool> Talk::settled_before(Send& send, std::string& request, const std::string& hash) {
  if (!drafting_.trial.empty()) co_return false;
  auto earlier = co_await state_.ports.ledger.earlier_attempts(drafting_.asker.thread, hash);
  if (!earlier) co_return earlier.error();
  if (earlier->answer) {
    conversation_.under(*state_.facts, earlier->answer->nonce);
    llm::HttpAnswer answer{.status = earlier->answer->http_status, .body = std::move(earlier->answer->body)};
    const Came came{.heard = llm::hear(answer, send.estimate, usual_ratio(*state_.facts), state_.facts->dense)};
    const auto outcome = co_await told(came);
    if (!outcome) co_return outcome.error();
    co_return true;
  }
  if (earlier->open >= kSendsMax) {
    conversation_.give_up("sent " + std::to_string(kSendsMax) + " times and interrupted each time");
    co_return true;
  }
  if (earlier->open_nonce) {
    send = conversation_.under(*state_.facts, *earlier->open_nonce);
    auto again = co_await text_of(send);
    if (!again) co_return again.error();
    request = std::move(*again);
  }
  co_return false;
}

/// The breaker, the context and the budgets; where one says no the conversation is over.
Talk::Answer<bool> Talk::may_leave(std::int64_t reserved) {
  const bool is_trial = !drafting_.trial.empty();
  if (state_.is_retired) {
    drafting_.rests = true;
    conversation_.give_up("the configuration was reloaded: another endpoint or model is asked");
    co_return false;
  }
  if (!is_trial && state_.breaker.rests_until(state_.ports.clock.now())) {
    drafting_.rests = true;
    conversation_.give_up("the endpoint rests: " + std::string(llm::name_of(state_.breaker.trouble())));
    co_return false;
  }
  if (!is_trial && state_.is_prompt_cut()) {
    conversation_.give_up("the endpoint reads less than context_tokens says");
    co_return false;
  }
  const auto spent = co_await state_.ports.ledger.spent(drafting_.asker.thread);
  if (!spent) co_return spent.error();
  auto broken = budget_broken(state_.settings.budgets, *spent, reserved);
  if (!broken) {
    state_.told_of_budget = false;
    co_return true;
  }
  if (!std::exchange(state_.told_of_budget, true)) io::log::warn("llm_budget_used_up", *broken);
  conversation_.give_up(std::move(*broken));
  co_return false;
}

Talk::Answer<void> Talk::ask(Send send, std::string request, std::string hash) {
  auto attempt = attempt_of(send, state_.settings, state_.ports.clock.now());
  attempt.thread = drafting_.asker.thread;
  attempt.number = ++drafting_.attempts;
  attempt.request_hash = hash;
  if (drafting_.trial.empty()) {
    attempt.revision = drafting_.known.revision;
  } else {
    attempt.kind = drafting_.trial;
  }
  const auto row = co_await state_.ports.ledger.open_attempt(std::move(attempt));
  if (!row) co_return row.error();
  const auto began = state_.ports.clock.now();
  const auto has_left = std::make_shared<bool>(true);
  auto response = co_await post(request, hash, has_left);
  // The daemon is stopping: the row stays open, so that the same request can be told from a new one.
  if (!response && response.error().code == Code::cancelled) co_return response.error();

  Came came{.jitter = state_.ports.chance.jitter(), .has_left = *has_left};
  std::optional<storage::KeptAnswer> kept;
  if (response) {
    came.status = response->status;
    came.retry_after = retry_after_of(response->headers, state_.ports.clock.now());
    const llm::HttpAnswer answer{.status = response->status, .body = response->body, .retry_after = came.retry_after};
    came.heard = llm::hear(answer, send.estimate, usual_ratio(*state_.facts), state_.facts->dense);
    came.canary_back = response->body.find(send.nonce) != std::string::npos;
    const bool keeps = drafting_.trial.empty() && is_worth_keeping(came.heard.trouble);
    if (keeps) {
      kept = storage::KeptAnswer{
          .attempt = *row, .nonce = send.nonce, .http_status = response->status, .body = response->body};
    }
  } else {
    came.heard = heard_of(response.error());
    came.hint = hint_of(response.error());
  }
  // An answer that was paid for is safe before anybody looks at it.
  const auto price = price_for(state_.settings.prices, state_.settings.model, came.heard.model);
  const auto end = end_of(came, response ? response->status : 0, price, state_.ports.clock.now());
  count(came, end.cost_micros, end.ended - began);
  const auto closed = co_await state_.ports.ledger.close_attempt(*row, end, std::move(kept));
  if (!closed) co_return closed.error();
  const auto before = *state_.facts;
  auto outcome = co_await told(came);
  if (!outcome) co_return outcome.error();
  learn(came, send.estimate);
  if (state_.ports.figures != nullptr) ++state_.ports.figures->calls[llm::name_of(outcome->verdict)];
  if (!drafting_.trial.empty()) {
    drafting_.exchanges.push_back(exchange_of(send, std::move(request), end, *outcome));
    auto& exchange = drafting_.exchanges.back();
    exchange.took = end.ended - began;
    drafting_.advice = advice_for(came, state_.settings);
    if (response) exchange.answer = std::move(response->body);
  }
  if (came.heard.verdict == llm::Verdict::accept) {
    const auto noted =
        co_await state_.ports.ledger.note_verdict(*row, std::string(llm::name_of(outcome->verdict)), outcome->rules);
    if (!noted) co_return noted.error();
  }
  if (before == *state_.facts) co_return Result<void>{};
  co_return co_await state_.ports.ledger.save_endpoint_facts(state_.settings.endpoint.name, state_.settings.model,
                                                             facts_text(*state_.facts));
}

Talk::Answer<io::HttpResponse> Talk::post(std::string request, std::string hash, std::shared_ptr<bool> has_left) {
  io::HttpRequest http{.url = state_.settings.endpoint.url};
  http.headers = {
      {"Content-Type", "application/json"}, {"Accept", "application/json"}, {"Idempotency-Key", std::move(hash)}};
  if (!state_.bearer.empty()) http.secrets.emplace_back("Authorization", state_.bearer);
  http.timeout = state_.timeout();
  http.connect_timeout = kConnectTimeout;
  http.body_bytes_max = kAnswerBytesMax;
  http.allow_private_addresses = state_.settings.allow_private_addresses;
  http.user_agent = state_.settings.user_agent;
  http.redirects_max = 0;
  http.body = std::move(request);
  http.when_unsent = [has_left] { *has_left = false; };
  const io::Secret secret = state_.settings.key;  // the one that is sent, whatever a reload brings meanwhile
  auto response = co_await state_.ports.http.post(std::move(http));
  const auto key = secret.reveal();
  if (response) {
    blot_out(response->body, key);
    co_return response;
  }
  Error error = response.error();
  blot_out(error.what, key);
  co_return error;
}

/// An answer is held against the batch and what it cites beyond it.
Talk::Answer<Outcome> Talk::told(Came came) {
  if (came.heard.verdict == llm::Verdict::accept) {
    const auto found = co_await find_cited(came.heard.content);
    if (!found) co_return found.error();
  }
  auto facts = std::make_shared<EndpointFacts>(*state_.facts);
  auto work = [this, came = std::move(came), facts](Desk&) -> Result<Outcome> {
    return conversation_.heard(came, *facts);
  };
  auto outcome = co_await state_.desk.run(std::move(work));
  if (outcome) state_.facts = *facts;
  co_return outcome;
}

Talk::Answer<void> Talk::find_cited(std::string content) {
  std::set<Floor> known;
  for (const auto* posts : {&drafting_.known.posts, &drafting_.known.context}) {
    for (const auto& post : *posts) known.insert(post.floor);
  }
  auto work = [content = std::move(content)](Desk&) -> Result<std::vector<Floor>> {
    return llm::floors_named(content);
  };
  auto named = co_await state_.desk.run(std::move(work));
  if (!named) co_return named.error();
  std::erase_if(*named, [&](Floor floor) { return known.contains(floor); });
  if (named->empty()) co_return Result<void>{};
  const auto posts = co_await state_.ports.ledger.digested_posts(drafting_.asker.thread, std::move(*named));
  if (!posts) co_return posts.error();
  auto& context = drafting_.known.context;
  for (const auto& post : *posts) {
    if (post.state != digest::PostState::visible || !known.insert(post.floor).second) continue;
    context.push_back(post);
    drafting_.found.push_back(post);
  }
  std::sort(context.begin(), context.end(),
            [](const digest::Post& a, const digest::Post& b) { return a.floor < b.floor; });
  co_return Result<void>{};
}

void Talk::learn_of_cut(const Came& came, std::int64_t estimate) {
  const auto& settings = state_.settings;
  const LowCount low{.estimate = estimate,
                     .read = came.heard.usage.prompt.value_or(0),
                     .canary_back = came.canary_back,
                     .context_tokens = settings.context_tokens};
  const auto& heard = came.heard;
  switch (note_low_count(*state_.facts, low)) {
    case CountMeans::dense:
      return io::log::info("llm_counts_few_tokens",
                           heard.what + "? no context is that small: it counts fewer than others",
                           {{"endpoint", settings.endpoint.name}});
    case CountMeans::doubt:
      return io::log::warn("llm_prompt_cut", heard.what + "? the offline engine writes this batch",
                           {{"endpoint", settings.endpoint.name}, {"context_tokens", settings.context_tokens}});
    case CountMeans::cut:
      return io::log::error("llm_prompt_cut",
                            heard.what +
                                "; the offline engine writes until context_tokens is changed, or "
                                "`gailou engine test` finds that it counts fewer than others",
                            {{"endpoint", settings.endpoint.name}, {"context_tokens", settings.context_tokens}});
  }
}

void Talk::count(const Came& came, std::optional<std::int64_t> cost_micros, digest::Duration took) {
  if (state_.ports.figures == nullptr) return;
  ChatFigures& figures = *state_.ports.figures;
  const auto add = [](std::uint64_t& sum, std::optional<std::int64_t> count) {
    sum += static_cast<std::uint64_t>(std::max<std::int64_t>(count.value_or(0), 0));
  };
  if (came.heard.trouble != Trouble::none) ++figures.troubles[llm::name_of(came.heard.trouble)];
  const auto& usage = came.heard.usage;
  add(figures.prompt_tokens, usage.prompt);
  add(figures.cached_tokens, usage.cached);
  add(figures.completion_tokens, usage.completion);
  add(figures.cost_micros, cost_micros);
  if (came.heard.trouble == Trouble::none && !usage.prompt) ++figures.uncounted_calls;
  figures.call_seconds.observe(std::max(took, digest::Duration{}));
}

void Talk::learn(const Came& came, std::int64_t estimate) {
  const auto& settings = state_.settings;
  const auto trouble = came.heard.trouble;
  const auto now = state_.ports.clock.now();
  if (trouble == Trouble::prompt_cut) {
    learn_of_cut(came, estimate);
  } else {
    note_usage(*state_.facts, estimate, came.heard.usage);
  }
  const bool was_open = state_.breaker.trouble() != Trouble::none;
  if (came.heard.too_long) note_too_long(*state_.facts, estimate);
  if (came.heard.too_long && !std::exchange(state_.told_of_length, true)) {
    io::log::warn("llm_prompt_too_long", came.heard.what + "; the batch is asked in halves",
                  {{"endpoint", settings.endpoint.name}, {"context_tokens", settings.context_tokens}});
  }
  // What finds a prompt too long is up and working.
  if (!is_failure(trouble) || came.heard.too_long) {
    if (trouble == Trouble::parameter) return;
    state_.breaker.answered();
    if (was_open)
      io::log::info("llm_endpoint_answers", "the endpoint answers again", {{"endpoint", settings.endpoint.name}});
  } else if (drafting_.trial.empty() && state_.breaker.failed(trouble, now)) {
    io::log::warn("llm_endpoint_rests", came.heard.what,
                  {{"endpoint", settings.endpoint.name},
                   {"trouble", llm::name_of(trouble)},
                   {"hint", advice_for(came, settings)}});
  }
}

}  // namespace gailou::engine
