// Trying engines out, and choosing one for a thread.
#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "daemon/admin/verbs.h"
#include "digest/compose/append.h"
#include "digest/compose/cited.h"
#include "digest/compose/judge.h"
#include "digest/text/plain.h"

namespace gailou::admin {

using digest::Code;
using digest::Error;
using digest::Result;

namespace {

// Enough to judge an engine by, and cheap to ask about.
constexpr std::int64_t kTrialFloorsMost = 40;
constexpr std::int64_t kTrialEntriesMost = 60;

Error no_endpoint() {
  return {.code = Code::config,
          .what = "no endpoint is configured for the llm engine",
          .where = {},
          .hint = "set engine.endpoint and engine.model in gailou.toml(5); engine.kind can stay \"extract\""};
}

protocol::EndpointLine endpoint_told(const engine::ChatStanding& standing) {
  return {.endpoint = standing.endpoint,
          .model = standing.model,
          .format = standing.format,
          .token_parameter = standing.token_parameter,
          .takes_temperature = standing.takes_temperature,
          .thinking = standing.thinking,
          .answers = standing.answers,
          .is_resting = standing.is_resting,
          .rests_until = standing.rests_until,
          .is_prompt_cut = standing.is_prompt_cut,
          .why = standing.why};
}

protocol::ExchangeLine exchange_told(const engine::Exchange& exchange) {
  return {.kind = exchange.kind,
          .request = exchange.request,
          .http_status = exchange.http_status,
          .answer = exchange.answer,
          .verdict = exchange.verdict,
          .trouble = exchange.trouble,
          .rules = exchange.rules,
          .what = exchange.what,
          .refused = exchange.refused,
          .prompt_tokens = exchange.usage.prompt,
          .completion_tokens = exchange.usage.completion,
          .cached_tokens = exchange.usage.cached,
          .reasoning_tokens = exchange.usage.reasoning,
          .cost_micros = exchange.cost_micros,
          .took_ms = exchange.took.count()};
}

std::vector<protocol::ExchangeLine> exchanges_told(const engine::Trial& trial) {
  std::vector<protocol::ExchangeLine> lines;
  for (const auto& exchange : trial.exchanges) lines.push_back(exchange_told(exchange));
  return lines;
}

/// What would be committed.
protocol::DraftLine draft_told(std::string_view engine, const digest::BatchInput& input, const digest::Draft& draft) {
  const auto seen = digest::with_cited(input, draft.cited);
  const auto step = digest::append(seen, digest::judge(seen, draft));
  protocol::DraftLine line{.engine = std::string(engine)};
  for (const digest::Entry& entry : step.entries) line.entries.push_back(protocol::line_of(entry));
  for (const digest::NothingNew& quiet : step.nothing_new) {
    line.nothing_new.push_back({.floor = quiet.floor, .reason = std::string(digest::name_of(quiet.reason))});
  }
  if (step.summary) line.summary = step.summary->text;
  return line;
}

/// A shop's offer and a report on it: each engine can make something of them.
std::shared_ptr<const digest::BatchInput> made_up_batch(digest::Instant now) {
  auto input = std::make_shared<digest::BatchInput>();
  input->title = "城西超市满减活动";
  input->revision = {1};
  input->taken_at = now;
  input->next_seq = {1};
  const auto post = [now](std::int64_t floor, std::string author, std::string_view text) {
    return digest::Post{.id = {floor},
                        .floor = {floor},
                        .author = std::move(author),
                        .created_at = now,
                        .body = digest::parse_plain(text, {})};
  };
  input->posts.push_back(post(1, "甲", "城西超市从今天起满 200 元减 30 元,活动到 12 月 31 日结束,每人限用两次。"));
  input->posts.push_back(post(2, "乙", "我昨天下午去试了,买了 210 元的东西,结账时确实减了 30 元,不需要会员卡。"));
  input->authors = {"甲", "乙"};
  return input;
}

/// Trial floors with what the llm engine wants to see beside them.
boost::asio::awaitable<Result<std::shared_ptr<const storage::TrialBatch>>> trial_of(Context& context,
                                                                                    digest::ThreadId id) {
  auto query = [id](storage::Reader& reader) -> Result<std::shared_ptr<const storage::TrialBatch>> {
    auto batch = reader.trial_batch(id, kTrialFloorsMost);
    if (!batch) return batch.error();
    auto newest = reader.newest_entries(id, kTrialEntriesMost);
    if (!newest) return newest.error();
    std::erase_if(*newest, [&](const digest::Entry& entry) { return entry.rev >= batch->input.revision; });
    batch->input.recent.assign(std::make_move_iterator(newest->rbegin()), std::make_move_iterator(newest->rend()));
    return std::make_shared<const storage::TrialBatch>(std::move(*batch));
  };
  co_return co_await context.reader.run(std::move(query));
}

Result<void> check_engine(const Context& context, const std::string& engine) {
  if (engine != "both" && !engine::kind_of(engine)) {
    return Error{.code = Code::usage, .what = "there is no engine '" + engine + "'", .hint = "extract or llm"};
  }
  if (engine != "extract" && context.engines.chat == nullptr) return no_endpoint();
  return {};
}

}  // namespace

Answer run(Context& context, protocol::TestEngine) {
  // A reload may put another one in its place meanwhile.
  const auto chat = context.engines.chat;
  if (chat == nullptr) co_return no_endpoint();
  const auto input = made_up_batch(context.clock.now());
  const engine::Asker asker;
  auto trial = co_await chat->trial(asker, *input, "test");
  if (!trial) co_return trial.error();
  protocol::TestEngineReply reply;
  reply.endpoint = endpoint_told(chat->standing());
  reply.exchanges = exchanges_told(*trial);
  reply.draft = draft_told("llm", *input, trial->draft);
  reply.works = trial->offline.empty();
  reply.notes = std::move(trial->notes);
  reply.currency = context.engines.currency;
  co_return reply_with(reply);
}

Answer run(Context& context, protocol::TryDigest verb) {
  if (auto checked = check_engine(context, verb.engine); !checked) co_return checked.error();
  const auto chat = context.engines.chat;
  const auto thread = co_await find_thread(context, verb.thread);
  if (!thread) co_return thread.error();
  const auto batch = co_await trial_of(context, thread->id);
  if (!batch) co_return batch.error();
  const auto& input = (*batch)->input;
  if (input.posts.empty()) {
    co_return Error{.code = Code::not_found,
                    .what = "the thread has no floor to try an engine on",
                    .where = {},
                    .hint = "wait for its first fetch, or look with: gailou show"};
  }
  protocol::TryDigestReply reply{.thread = protocol::text_of(protocol::name_of(*thread)),
                                 .pending = (*batch)->is_pending,
                                 .currency = context.engines.currency};
  for (const auto& post : input.posts) reply.floors.push_back(post.floor);
  const engine::Asker asker{.thread = thread->id};
  if (verb.engine != "extract") {
    auto trial = co_await chat->trial(asker, input, "trial");
    if (!trial) co_return trial.error();
    reply.drafts.push_back(draft_told("llm", input, trial->draft));
    reply.exchanges = exchanges_told(*trial);
    reply.offline = std::move(trial->offline);
    reply.notes = std::move(trial->notes);
  }
  if (verb.engine != "llm") {
    auto draft = co_await context.engines.offline->draft(asker, input);
    if (!draft) co_return draft.error();
    reply.drafts.push_back(draft_told("extract", input, *draft));
  }
  co_return reply_with(reply);
}

Answer run(Context& context, protocol::UseEngine verb) {
  const auto kind = engine::kind_of(verb.engine);
  if (!kind && verb.engine != "default") {
    co_return Error{.code = Code::usage,
                    .what = "there is no engine '" + verb.engine + "'",
                    .where = {},
                    .hint = "extract, llm, or default for what its source or everybody has"};
  }
  if (kind == engine::Kind::llm && context.engines.chat == nullptr) co_return no_endpoint();
  const auto thread = co_await find_thread(context, verb.thread);
  if (!thread) co_return thread.error();
  if (auto used = co_await context.tracker.use_engine(thread->id, kind); !used) co_return used.error();
  const auto holds = engine::kind_for(context.engines.rules, thread->source, kind);
  const protocol::UseEngineReply reply{.thread = protocol::text_of(protocol::name_of(*thread)),
                                       .engine = std::string(engine::name_of(holds)),
                                       .own = kind.has_value()};
  co_return reply_with(reply);
}

}  // namespace gailou::admin
