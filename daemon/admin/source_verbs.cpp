// Forum sites: list, make, forget, try out.
#include "daemon/admin/source_choice.h"
#include "daemon/admin/source_lines.h"
#include "daemon/admin/verbs.h"
#include "daemon/forum/topic_url.h"

namespace gailou::admin {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;
using storage::SourceRecord;

Answer run(Context& context, protocol::ListSources) {
  auto query = [](storage::Reader& reader) { return stored_sources(reader); };
  auto stored = co_await context.reader.run(std::move(query));
  if (!stored) co_return stored.error();
  for (storage::ThreadRecord& thread : stored->threads) freshen(context, thread);
  const protocol::SourcesReply reply{.now = context.clock.now(),
                                     .sources = source_lines(*stored, context.tracker.status(), context)};
  co_return reply_with(reply);
}

namespace {

Reply replied(const SourceRecord& source, bool changed) {
  const protocol::SourceReply reply{.source = source, .changed = changed};
  return reply_with(reply);
}

}  // namespace

Answer run(Context& context, protocol::AddSource verb) {
  const auto origin = forum::parse_forum_url(verb.url);
  if (!origin) co_return origin.error();
  const auto sources = co_await known_sources(context);
  if (!sources) co_return sources.error();
  auto wanted = source_for(*sources, *origin, verb.name);
  if (!wanted) co_return wanted.error();
  if (wanted->known) co_return replied(wanted->source, false);
  const auto made = co_await context.tracker.add_source(std::move(wanted->source));
  if (!made) co_return made.error();
  co_return replied(*made, true);
}

Answer run(Context& context, protocol::RemoveSource verb) {
  const auto sources = co_await known_sources(context);
  if (!sources) co_return sources.error();
  const auto* known = with_name(*sources, verb.name);
  if (known == nullptr) co_return no_such_source(verb.name);
  if (with_origin(context.configured, known->origin) != nullptr) {
    co_return Error{.code = Code::conflict,
                    .what = "the source '" + known->name + "' stands in the configuration",
                    .hint = "take its [[source]] out of gailou.toml, restart the daemon, then remove it"};
  }
  const auto removed = co_await context.tracker.remove_source(verb.name);
  if (!removed) co_return removed.error();
  co_return replied(*known, true);
}

Answer run(Context& context, protocol::TestSource verb) {
  const auto sources = co_await known_sources(context);
  if (!sources) co_return sources.error();
  const auto chosen = source_meant(*sources, verb.source);
  if (!chosen) co_return chosen.error();
  const auto begun = context.clock.now();
  const auto site = co_await context.tracker.try_out(chosen->source, chosen->known);
  if (!site) co_return site.error().at(chosen->source.origin);
  const protocol::TestReply reply{.source = chosen->source,
                                  .title = site->title,
                                  .login_required = site->login_required,
                                  .took_ms = (context.clock.now() - begun).count()};
  co_return reply_with(reply);
}

}  // namespace gailou::admin
