// `poll`, `digest` and `posts`: what a thread says.
#include <algorithm>
#include <string_view>

#include "daemon/cli/entry_text.h"
#include "daemon/cli/reads.h"
#include "daemon/cli/targets.h"
#include "daemon/cli/verbs.h"
#include "daemon/io/log.h"
#include "digest/catch_up_codec.h"
#include "digest/render/formats.h"
#include "digest/render/since.h"

namespace gailou::cli {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;

// A round may be a long first fetch at one request a second; the socket must not give up before it.
constexpr std::chrono::minutes kRoundTimeout{60};

std::string count(std::size_t number, const char* one, const char* many) {
  return std::to_string(number) + " " + (number == 1 ? one : many);
}

Result<int> poll_one(Session& session, const PollArguments& verb, const std::string& thread) {
  const protocol::PollThread asked{.thread = thread, .believe_vanished = verb.believe_vanished};
  const auto reply = session.client.ask(asked, kRoundTimeout);
  if (!reply) return reply.error();
  print_round(session, *reply);
  return 0;
}

/// All but the paused ones.
Result<std::vector<std::string>> polled_threads(Session& session) {
  const auto threads = tracked_threads(session);
  if (!threads) return threads.error();
  std::vector<std::string> names;
  for (const storage::ThreadRecord& thread : *threads) {
    if (thread.state == storage::ThreadState::paused) continue;
    names.push_back(protocol::text_of(protocol::name_of(thread)));
  }
  if (const std::size_t paused = threads->size() - names.size(); paused > 0) {
    session.note(count(paused, "paused thread is", "paused threads are") + " left out; see: gailou resume");
  }
  return names;
}

bool may_be_shown(const digest::StoredPost& stored) {
  return stored.post.state == digest::PostState::visible && !stored.post.small_action;
}

/// What is new since the place that --since names, which only a page shows together with the whole digest.
Result<std::optional<digest::CatchUp>> caught_up(Reads& reads, const DigestArguments& verb, const Session& session) {
  if (!verb.since) return std::optional<digest::CatchUp>{};
  const auto since = render::parse_since(*verb.since, session.streams.now, session.places.site.zone);
  if (!since) return since.error().at("--since");
  auto caught = reads.answer(protocol::ReadCatchUp{.thread = verb.thread, .since = digest::to_string(*since)});
  if (!caught) return caught.error();
  return std::optional(std::move(*caught));
}

/// The thread as the page of the web shows it.
Result<render::ThreadView> view_of(Reads& reads, const DigestArguments& verb) {
  auto shown = reads.answer(protocol::ShowThread{.thread = verb.thread});
  if (!shown) return shown.error();
  auto digest = reads.answer(protocol::ReadDigest{.thread = verb.thread, .rev = verb.rev});
  if (!digest) return digest.error();
  const storage::ThreadRecord& thread = shown->thread;
  render::ThreadView view{.digest = std::move(*digest),
                          .state = std::string(storage::name_of(thread.state)),
                          .forum_url = protocol::forum_url(thread),
                          .last_error = thread.poll.last_error,
                          .pending = thread.pending,
                          .complete = thread.complete,
                          .expected = thread.header.posts_count,
                          .posts_total = thread.posts_stored};
  view.raw = !verb.no_raw;
  if (!view.raw || verb.format == "json") return view;
  auto posts = reads.all_posts(protocol::ReadPosts{.thread = verb.thread});
  if (!posts) return posts.error();
  std::erase_if(*posts, [](const digest::StoredPost& stored) { return !may_be_shown(stored); });
  view.posts = std::move(*posts);
  return view;
}

std::string format_name(const std::string& given) {
  if (given == "txt") return "text";
  return given == "markdown" ? "md" : given;
}

/// Names at a forum differ by more than their case.
bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string floor_text(const digest::StoredPost& stored, const Session& session) {
  const digest::Post& post = stored.post;
  std::string head =
      "#" + std::to_string(post.floor.value) + " " + post.author + " " + time_text(post.created_at, session);
  if (post.reply_to) head += " re #" + std::to_string(post.reply_to->value);
  if (post.state != digest::PostState::visible) head += " [" + std::string(digest::name_of(post.state)) + "]";
  if (post.small_action) head += " [" + post.action + "]";
  if (stored.version > 1) head += " [version " + std::to_string(stored.version) + "]";
  std::string text = session.paint.bold(cell(head)) + "\n" + io::log::printable(stored.text) + "\n";
  for (const digest::StoredVersion& version : stored.versions) {
    text += "  version " + std::to_string(version.version) + " until " + time_text(version.until, session) + ": " +
            cell(version.text) + "\n";
  }
  return text + "\n";
}

std::string posts_document(const storage::ThreadRecord& thread, const std::vector<digest::StoredPost>& posts,
                           const Session& session) {
  const digest::DigestThread head{.source = thread.source,
                                  .topic = thread.topic,
                                  .title = thread.header.title,
                                  .url = protocol::forum_url(thread),
                                  .posts_count = thread.posts_stored,
                                  .last_number = thread.last_number};
  return protocol::dump(digest::to_document(head, posts, session.places.site.zone, thread.origin)) + "\n";
}

}  // namespace

void print_round(Session& session, const protocol::RoundReply& reply) {
  if (session.global.json) {
    session.print(protocol::dump(protocol::document_of(reply)) + "\n");
    return;
  }
  std::size_t entries = 0;
  for (const auto& revision : reply.revisions) entries += revision.entries.size();
  std::string what;
  const auto add = [&](std::size_t number, const char* one, const char* many) {
    if (number > 0) what += (what.empty() ? "" : ", ") + count(number, one, many);
  };
  add(reply.added.size(), "new floor", "new floors");
  add(reply.edited.size(), "edited", "edited");
  add(reply.marked.size(), "hidden or deleted", "hidden or deleted");
  add(entries, "new entry", "new entries");
  if (what.empty()) what = "nothing new";
  std::string text = protocol::text_of(protocol::name_of(reply.thread)) + ": " + what + "\n";
  for (const auto& revision : reply.revisions) {
    for (const protocol::EntryLine& entry : revision.entries) {
      text += "  " + entry_text(entry, session.paint) + "\n";
    }
  }
  session.print(text);
  session.streams.out.flush();
}

Result<int> run(Session& session, const PollArguments& verb) {
  if (auto checked = check_names(verb.threads); !checked) return checked.error();
  if (verb.believe_vanished && verb.threads.empty()) {
    return Error{.code = Code::usage,
                 .what = "--believe-vanished wants the threads named",
                 .hint = "look at each at its forum first: what vanished is taken for deleted then"};
  }
  const auto threads = verb.threads.empty() ? polled_threads(session) : Result<std::vector<std::string>>(verb.threads);
  if (!threads) return threads.error();
  return for_each_target(session, targets_of(*threads),
                         [&](const std::string& thread) { return poll_one(session, verb, thread); });
}

Result<int> run(Session& session, const DigestArguments& verb) {
  if (auto checked = check_names({verb.thread}); !checked) return checked.error();
  if (verb.dry_run || verb.compare) {
    if (!verb.now && !verb.rev && !verb.since) return try_digest(session, verb);
    return Error{.code = Code::usage, .what = "--dry-run and --compare go without --now, --rev and --since"};
  }
  if (!verb.engine.empty()) {
    return Error{.code = Code::usage,
                 .what = "--engine goes with --dry-run",
                 .hint = "to let it write the thread: gailou engine use " + verb.thread + " " + verb.engine};
  }
  if (verb.now) {
    if (verb.rev) return Error{.code = Code::usage, .what = "--now makes a new revision, --rev names an old one"};
    const auto round = session.client.ask(protocol::DigestNow{.thread = verb.thread}, kRoundTimeout);
    if (!round) return round.error();
  }
  if (verb.rev && verb.since) {
    return Error{.code = Code::usage, .what = "--since tells what is new now, --rev how it was"};
  }
  DigestArguments meant = verb;
  meant.format = session.global.json ? "json" : format_name(verb.format);
  Reads reads(session);
  auto caught = caught_up(reads, meant, session);
  if (!caught) return caught.error();
  if (caught->has_value() && meant.format != "html") meant.no_raw = true;
  auto view = view_of(reads, meant);
  if (!view) return view.error();
  view->caught = std::move(*caught);
  const render::Format* format = render::format_named(meant.format);
  if (format == nullptr) return Error{.code = Code::usage, .what = "there is no format '" + meant.format + "'"};
  std::string text = format->render(*view, session.places.site);
  if (!text.ends_with('\n')) text += '\n';
  // On a terminal forum text must not be able to steer it; a pipe gets the format's own bytes.
  if (session.streams.out_is_terminal) text = io::log::printable(text);
  session.print_long(meant.format == "text" ? with_bold_titles(text, session.paint) : text);
  return view->caught && digest::is_empty(*view->caught) ? 2 : 0;
}

Result<int> run(Session& session, const PostsArguments& verb) {
  if (auto checked = check_names({verb.thread}); !checked) return checked.error();
  if (verb.from && verb.to && *verb.from > *verb.to) {
    return Error{.code = Code::usage, .what = "--from is above --to"};
  }
  if (verb.why) return explain_floor(session, verb.thread, *verb.why);
  Reads reads(session);
  const auto shown = reads.answer(protocol::ShowThread{.thread = verb.thread});
  if (!shown) return shown.error();
  auto posts = reads.all_posts(protocol::ReadPosts{.thread = verb.thread,
                                                   .from = verb.from,
                                                   .to = verb.to,
                                                   .versions = verb.versions,
                                                   .undigested = verb.undigested});
  if (!posts) return posts.error();
  if (!verb.author.empty()) {
    std::erase_if(*posts,
                  [&](const digest::StoredPost& stored) { return !same_name(stored.post.author, verb.author); });
  }
  if (session.global.json) session.print(posts_document(shown->thread, *posts, session));
  if (!session.global.json) {
    for (const digest::StoredPost& stored : *posts) session.print(floor_text(stored, session));
  }
  if (!posts->empty()) return 0;
  session.note(verb.undigested ? "the digest accounts for every stored floor" : "no stored floor fits");
  return 2;
}

}  // namespace gailou::cli
