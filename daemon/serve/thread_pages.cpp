#include "daemon/serve/thread_pages.h"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "daemon/serve/feeds.h"
#include "daemon/serve/negotiate.h"
#include "daemon/serve/parameters.h"
#include "daemon/serve/since.h"
#include "daemon/serve/stored_thread.h"
#include "digest/catch_up_codec.h"
#include "digest/render/feed/feed.h"
#include "digest/render/formats.h"
#include "digest/render/pages.h"

namespace gailou::serve {

namespace {

// No forum numbers its floors higher (Discourse: a 32-bit integer).
constexpr std::int64_t kFloorMax = (std::int64_t{1} << 31) - 1;

// Which floors a format shows: HTML has pages for the rest, JSON is the digest alone, the others are whole. What is new
// since a place is told without floors.
Floors floors_for(const render::Format& format, const MaybeSince& since) {
  if (format.name == "html") return Floors::page;
  return format.name == "json" || since ? Floors::none : Floors::all;
}

Problem no_digest_yet() {
  Problem problem;
  problem.kind = ProblemKind::not_found;
  problem.detail = {"这个帖子还没有摘要", "this thread has no digest yet"};
  return problem;
}

digest::Result<Outcome> build_format(storage::Reader& reader, const storage::ThreadRecord& record, const Look& look,
                                     const render::Format& format, const MaybeSince& since) {
  const bool is_page = format.name == "html";
  if (since && !is_page && record.revision.value == 0) return Outcome(no_digest_yet());
  auto digest = digest_or_empty(reader, record);
  if (!digest) return digest.error();
  auto posts = posts_for(reader, record, floors_for(format, since));
  if (!posts) return posts.error();
  auto viewed = view_of(record, std::move(*digest), std::move(*posts));
  if (is_page) {
    auto facts = reader.floor_facts(record.id, kFactsMax);
    if (!facts) return facts.error();
    viewed.view.facts = std::move(*facts);
  }
  if (since && record.revision.value > 0) {
    auto caught = caught_since(reader, record, *since);
    if (!caught) return caught.error();
    if (auto* problem = std::get_if<Problem>(&*caught)) return Outcome(std::move(*problem));
    viewed.view.caught = std::get<digest::CatchUp>(std::move(*caught));
  }
  // Of the digest itself: a commit may have come between the two reads.
  const auto shown = viewed.view.digest.revision.value;
  return Outcome(Built{.page = represent(format.render(viewed.view, look.site), format.media_type, shown,
                                         viewed.modified, look.compress),
                       .thread = record.id});
}

digest::Result<Outcome> build_digest(storage::Reader& reader, const storage::ThreadRecord& record, const Look& look,
                                     std::optional<digest::Revision> revision) {
  if (record.revision.value == 0) return Outcome(no_digest_yet());
  if (revision && *revision > record.revision) {
    Problem problem;
    problem.kind = ProblemKind::not_found;
    const auto last = "r" + std::to_string(record.revision.value);
    problem.detail = {"还没有这一版，最新的是 " + last, "no such revision yet; the latest is " + last};
    problem.revision = record.revision.value;
    return Outcome(std::move(problem));
  }
  auto digest = reader.digest(record.id, revision);
  if (!digest) return digest.error();
  const auto shown = digest->revision;
  render::ThreadView view;
  view.digest = std::move(*digest);
  const auto& json = *render::format_named("json");
  // A later withdrawal blanks earlier revisions too, so the latest commit is when these bytes may have changed.
  return Outcome(Built{.page = represent(json.render(view, look.site), json.media_type, shown.value,
                                         modified_at(record, {}), look.compress),
                       .thread = record.id});
}

Order format_order(const SharedLook& look, const std::string& source, digest::TopicId topic,
                   const render::Format& format, const std::optional<AskedSince>& asked) {
  if (format.name == "json" && !asked) return digest_order(look, source, topic, std::nullopt);
  Order order;
  order.key = thread_path(source, topic) + std::string(format.suffix.empty() ? ".html" : format.suffix);
  order.key = key_since(std::move(order.key), asked);
  const MaybeSince since = asked ? MaybeSince(asked->place) : std::nullopt;
  const storage::ThreadName name{.source = source, .topic = topic};
  order.build = [look, name, format = &format, since](storage::Reader& reader) {
    return with_thread(reader, name, [&](const storage::ThreadRecord& record) {
      return build_format(reader, record, *look, *format, since);
    });
  };
  return order;
}

void add_canonical(Order& order, const Visit& visit) {
  if (visit.look->public_url.empty()) return;
  order.delivery.headers.emplace_back(
      "Link",
      "<" + visit.look->public_url + thread_path(visit.target.source, visit.target.topic) + ">; rel=\"canonical\"");
}

/// "#62" would begin a fragment.
std::string in_query(std::string text) {
  if (text.starts_with('#')) text.replace(0, 1, "%23");
  return text;
}

Problem not_acceptable(const Visit& visit) {
  Problem problem;
  problem.kind = ProblemKind::not_acceptable;
  for (const auto& format : render::formats()) {
    problem.alternates.push_back(visit.look->base() + thread_path(visit.target.source, visit.target.topic) +
                                 std::string(format.suffix));
    problem.media_types.emplace_back(format.media_type.substr(0, format.media_type.find(';')));
  }
  problem.alternates.push_back(visit.look->base() + thread_path(visit.target.source, visit.target.topic) + ".atom");
  problem.media_types.emplace_back(render::kAtomType.substr(0, render::kAtomType.find(';')));
  return problem;
}

// Windows by floor, not by count: where a floor stands is known from its number alone, deletions move nothing.
struct Window {
  std::int64_t from = 1;
  std::int64_t to = kFloorsPerPage;
  std::int64_t last = kFloorMax;  // what was asked for
};

digest::Result<Outcome> build_posts_page(storage::Reader& reader, const storage::ThreadRecord& record, const Look& look,
                                         const Window& window) {
  if (window.from > std::max<std::int64_t>(record.highest.value, 1)) {
    Problem problem;
    problem.kind = ProblemKind::not_found;
    problem.detail = highest_floor(record);
    return Outcome(std::move(problem));
  }
  auto digest = outline_or_empty(reader, record);
  if (!digest) return digest.error();
  storage::PostRange range;
  range.from = digest::Floor{window.from};
  range.to = digest::Floor{window.to};
  auto posts = all_posts(reader, record.id, range);
  if (!posts) return posts.error();
  // Those that are gone keep their places.
  auto facts = facts_of(*posts);
  auto viewed = view_of(record, std::move(*digest), std::move(*posts));
  viewed.view.facts = std::move(facts);

  render::PostsPage page;
  page.thread = std::move(viewed.view);
  page.prev_from = window.from > 1 ? std::max<std::int64_t>(1, window.from - kFloorsPerPage) : 0;
  page.next_from = window.to < std::min(window.last, record.highest.value) ? window.to + 1 : 0;
  return Outcome(Built{.page = represent(render::posts_page(page, look.site), "text/html; charset=utf-8",
                                         record.revision.value, viewed.modified, look.compress),
                       .thread = record.id});
}

}  // namespace

Order digest_order(const SharedLook& look, const std::string& source, digest::TopicId topic,
                   std::optional<digest::Revision> revision) {
  Order order;
  order.key = thread_path(source, topic) + ".json";
  if (revision) order.key += "?rev=" + std::to_string(revision->value);
  const storage::ThreadName name{.source = source, .topic = topic};
  order.build = [look, name, revision](storage::Reader& reader) {
    return with_thread(reader, name, [&](const storage::ThreadRecord& record) {
      return build_digest(reader, record, *look, revision);
    });
  };
  return order;
}

Plan plan_thread(const Visit& visit) {
  Parameters parameters(visit.request);
  const auto since = since_in(parameters, visit);
  if (!parameters.sound()) return parameters.problem();
  std::vector<std::string_view> media_types;
  for (const auto& format : render::formats()) media_types.push_back(format.media_type);
  media_types.push_back(render::kAtomType);
  const auto best = best_of(visit.request.accept, media_types);
  if (!best) return not_acceptable(visit);
  if (*best == render::formats().size()) return plan_thread_as_feed(visit);
  const auto& format = render::formats()[*best];
  auto order = format_order(visit.look, visit.target.source, visit.target.topic, format, since);
  order.delivery.negotiated = true;
  std::string fixed =
      visit.look->base() + thread_path(visit.target.source, visit.target.topic) + std::string(format.suffix);
  if (since) fixed += "?since=" + in_query(digest::to_string(since->place));
  order.delivery.headers.emplace_back("Content-Location", std::move(fixed));
  add_canonical(order, visit);
  return order;
}

Plan plan_thread_file(const Visit& visit) {
  Parameters parameters(visit.request);
  const auto since = since_in(parameters, visit);
  if (!parameters.sound()) return parameters.problem();
  const auto formats = render::formats();
  const auto format = std::ranges::find(formats, std::string_view(visit.target.suffix), &render::Format::suffix);
  auto order = format_order(visit.look, visit.target.source, visit.target.topic, *format, since);
  add_canonical(order, visit);
  return order;
}

Plan plan_posts_page(const Visit& visit) {
  Parameters parameters(visit.request);
  const NumberRange floors{.least = 1, .most = kFloorMax};
  Window window;
  window.from = parameters.number("from", floors).value_or(1);
  window.last = parameters.number("to", floors).value_or(kFloorMax);
  if (parameters.sound() && window.last < window.from)
    parameters.fault("to", {"不能小于 from", "may not be below from"});
  if (!parameters.sound()) return parameters.problem();
  window.to = std::min(window.last, window.from + kFloorsPerPage - 1);

  Order order;
  order.key = visit.target.path + "?from=" + std::to_string(window.from) + "&to=" + std::to_string(window.last);
  const storage::ThreadName name{.source = visit.target.source, .topic = visit.target.topic};
  order.build = [look = visit.look, name, window](storage::Reader& reader) {
    return with_thread(reader, name, [&](const storage::ThreadRecord& record) {
      return build_posts_page(reader, record, *look, window);
    });
  };
  return order;
}

}  // namespace gailou::serve
