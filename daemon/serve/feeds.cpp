#include "daemon/serve/feeds.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/serve/base_url.h"
#include "daemon/serve/parameters.h"
#include "daemon/serve/stored_thread.h"
#include "digest/render/feed/feed.h"

namespace gailou::serve {

namespace {

struct FeedWish {
  std::optional<storage::ThreadName> thread{};
  std::optional<std::string> source{};
  bool json = false;
  bool by_revision = false;
  std::optional<digest::FeedPlace> before{};
  std::string base_url{};

  /// Below the base URL, with the parameters in a fixed order.
  std::string path(bool as_json, const std::optional<digest::FeedPlace>& place) const {
    std::string text;
    if (thread) {
      text = thread_path(thread->source, thread->topic) + (as_json ? "/feed.json" : ".atom");
    } else {
      text = (source ? "/s/" + *source : std::string()) + (as_json ? "/feed.json" : "/feed.atom");
    }
    if (by_revision) text += "?group=revision";
    if (place) {
      text += (by_revision ? "&before=" : "?before=") + std::to_string(place->commit.value) + "." +
              std::to_string(place->within);
    }
    return text;
  }
  std::string name() const {
    std::string text = "feed:all";
    if (thread) {
      text = thread->source + "/" + std::to_string(thread->topic.value);
    } else if (source) {
      text = "feed:source/" + *source;
    }
    return by_revision ? text + "/r" : text;
  }
};

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

/// "128.5": a commit and a place in it, as our own links have it.
std::optional<digest::FeedPlace> feed_place_in(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto commit = whole_number(text.substr(0, dot));
  const auto within = whole_number(text.substr(dot + 1));
  if (!commit || !within) return std::nullopt;
  return digest::FeedPlace{.commit = digest::CommitNo{*commit}, .within = *within};
}

FeedWish wish_of(const Visit& visit, Parameters& parameters) {
  FeedWish wish;
  if (const auto group = parameters.word("group")) {
    wish.by_revision = *group == "revision";
    if (!wish.by_revision) parameters.fault("group", {"只能是 revision", "can only be revision"});
  }
  if (const auto before = parameters.word("before")) {
    wish.before = feed_place_in(*before);
    if (!wish.before)
      parameters.fault("before",
                       {"应为上一页给出的位置，如 128.5", "must be a place that a page named, such as 128.5"});
  }
  wish.base_url = whole_base_url(visit);
  if (visit.target.topic.value > 0) {
    wish.thread = storage::ThreadName{.source = visit.target.source, .topic = visit.target.topic};
  } else if (!visit.target.source.empty()) {
    wish.source = visit.target.source;
  }
  return wish;
}

render::FeedLinks links_of(const FeedWish& wish, const digest::FeedPage& page) {
  render::FeedLinks links;
  links.page = wish.thread ? thread_path(wish.thread->source, wish.thread->topic) : "/";
  links.self = wish.path(wish.json, wish.before);
  links.other = wish.path(!wish.json, wish.before);
  links.other_type = wish.json ? render::kAtomType.substr(0, render::kAtomType.find(';')) : render::kJsonFeedType;
  if (page.next || wish.before) links.first = wish.path(wish.json, std::nullopt);
  if (page.next) links.next = wish.path(wish.json, page.next);
  if (page.has_newer) links.previous = wish.path(wish.json, page.previous);
  return links;
}

/// What is known of a feed before its items.
struct FeedHead {
  std::string title{};
  std::optional<digest::ThreadId> thread{};
  std::optional<digest::Instant> since{};  // nothing: the store's own beginning
};

digest::Result<Outcome> build_feed(storage::Reader& reader, const Look& look, const FeedWish& wish,
                                   const FeedHead& head) {
  const auto identity = reader.feed_identity();
  if (!identity) return identity.error();
  const storage::FeedQuery query{.thread = head.thread,
                                 .source = wish.source,
                                 .before = wish.before,
                                 .limit = static_cast<std::int64_t>(look.feed_entries),
                                 .by_revision = wish.by_revision};
  auto page = reader.feed(query);
  if (!page) return page.error();

  render::FeedView view{.identity = *identity, .name = wish.name(), .title = head.title};
  view.is_of_thread = head.thread.has_value();
  view.by_revision = wish.by_revision;
  view.base_url = wish.base_url;
  view.language = look.language;
  view.links = links_of(wish, *page);
  view.since = head.since.value_or(identity->since);
  auto modified = view.since;
  std::int64_t commit = 0;
  for (const auto& item : page->items) {
    modified = std::max(modified, item.changed_at);
    commit = std::max(commit, item.changed.value);
  }
  view.items = std::move(page->items);
  auto bytes = wish.json ? render::json_feed(view, look.site) : render::atom_feed(view, look.site);
  const auto type = wish.json ? render::kJsonFeedType : render::kAtomType;
  return Outcome(
      Built{.page = represent(std::move(bytes), type, commit, modified, look.compress), .thread = head.thread});
}

digest::Result<Outcome> build_wished(storage::Reader& reader, const Look& look, const FeedWish& wish) {
  if (wish.thread) {
    return with_thread(reader, *wish.thread, [&](const storage::ThreadRecord& record) {
      return build_feed(reader, look, wish,
                        FeedHead{.title = record.header.title, .thread = record.id, .since = record.added_at});
    });
  }
  if (!wish.source) return build_feed(reader, look, wish, FeedHead{});
  const auto sources = reader.sources();
  if (!sources) return sources.error();
  if (std::ranges::find(*sources, *wish.source, &storage::SourceRecord::name) == sources->end()) {
    Problem problem;
    problem.kind = ProblemKind::not_found;
    problem.detail = {"没有名为 " + *wish.source + " 的来源", "there is no source named " + *wish.source};
    return Outcome(std::move(problem));
  }
  return build_feed(reader, look, wish, FeedHead{.title = *wish.source});
}

Plan plan_wished(const Visit& visit, bool json) {
  Parameters parameters(visit.request);
  auto wish = wish_of(visit, parameters);
  if (!parameters.sound()) return parameters.problem();
  wish.json = json;
  Order order;
  order.key = wish.path(json, wish.before) + " " + wish.base_url;
  order.build = [look = visit.look, wish = std::move(wish)](storage::Reader& reader) {
    return build_wished(reader, *look, wish);
  };
  return order;
}

digest::Result<Outcome> build_opml(storage::Reader& reader, const Look& look, const std::string& base) {
  const auto threads = reader.threads();
  if (!threads) return threads.error();
  const auto sources = reader.sources();
  if (!sources) return sources.error();
  std::vector<render::FeedGroup> groups{{.feeds = {{.title = look.site.title, .feed = "/feed.atom", .page = "/"}}}};
  digest::Instant modified{};
  for (const auto& source : *sources) {
    render::FeedGroup group{.title = source.name};
    group.feeds.push_back({.title = source.name, .feed = "/s/" + source.name + "/feed.atom", .page = "/"});
    for (const auto& record : *threads) {
      if (record.source != source.name) continue;
      const auto path = thread_path(record.source, record.topic);
      const auto& title = record.header.title;
      group.feeds.push_back({.title = title.empty() ? path.substr(3) : title, .feed = path + ".atom", .page = path});
      modified = std::max(modified, record.added_at);
    }
    if (group.feeds.size() > 1) groups.push_back(std::move(group));
  }
  return Outcome(
      Built{.page = represent(render::opml(groups, base, look.site), render::kOpmlType, 0, modified, look.compress)});
}

}  // namespace

Plan plan_feed(const Visit& visit) {
  return plan_wished(visit, visit.target.route == Route::feed_json);
}

Plan plan_thread_as_feed(const Visit& visit) {
  auto plan = plan_wished(visit, false);
  if (auto* order = std::get_if<Order>(&plan)) {
    order->delivery.negotiated = true;
    const auto path = thread_path(visit.target.source, visit.target.topic) + ".atom";
    order->delivery.headers.emplace_back("Content-Location", visit.look->base() + path);
  }
  return plan;
}

Plan plan_opml(const Visit& visit) {
  auto base = whole_base_url(visit);
  Order order;
  order.key = "/feeds.opml " + base;
  order.build = [look = visit.look, base = std::move(base)](storage::Reader& reader) {
    return build_opml(reader, *look, base);
  };
  return order;
}

}  // namespace gailou::serve
