#include "tests/replay/control.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <optional>

#include <nlohmann/json.hpp>

#include "digest/time.h"
#include "tests/replay/cook.h"
#include "tests/replay/faults.h"
#include "tests/replay/routes.h"
#include "tests/replay/site.h"

namespace gailou::replay {
namespace {

using Json = nlohmann::ordered_json;

struct Order {
  Site& site;
  const io::ServerRequest& request;
  Events events;
  std::int64_t topic = 0;
  std::int64_t post = 0;  // id of the floor that was named, 0 = none

  std::string word(std::string_view name) const {
    const auto* value = request.parameter(name);
    return value ? *value : std::string{};
  }
  std::int64_t count(std::string_view name) const { return number_of(request, name); }
  std::string html() const { return "<p>" + escape(word("text")) + "</p>"; }
};

void restore_any(Order& order) {
  order.events.restore(order.post);
  order.events.unhide(order.post);
  order.events.recover(order.post);
}

void say(Order& order, PostType type) {
  order.events.reply({.topic = order.topic, .author = order.word("author"), .cooked = order.html(), .type = type});
}

void release_to(Order& order) {
  auto& topic = *order.site.board().find(order.topic);
  const auto to = order.count("to");
  while (topic.next_floor() != 0 && topic.next_floor() <= to) order.events.release(order.topic, Events::Times::own);
  topic.released = to;
}

void add_topic(Order& order) {
  auto topic = made_up_forum(order.count("floors"), order.site.board().new_topic_id());
  topic.released = order.count("released");
  order.site.board().add(std::move(topic));
}

/// A time as served, so many hours earlier; "" stays.
void put_back(std::string& time, std::chrono::hours by) {
  if (const auto at = digest::parse_iso(time)) time = digest::to_iso(*at - by);
}

void age(Order& order) {
  auto& topic = *order.site.board().find(order.topic);
  const std::chrono::hours by{order.count("hours")};
  put_back(topic.bumped_at, by);
  for (auto& post : topic.posts) {
    put_back(post.created_at, by);
    put_back(post.updated_at, by);
  }
}

void set(Order& order) {
  auto& settings = order.site.board().settings;
  const auto given = [&order](std::string_view name) { return order.request.parameter(name) != nullptr; };
  if (given("mega")) settings.style.mega_posts = order.count("mega");
  if (given("tags_as_objects")) settings.style.tags_as_objects = order.count("tags_as_objects") != 0;
  if (given("cache")) settings.anonymous_cache = order.count("cache") != 0;
  if (given("detailed_404")) settings.detailed_404 = order.count("detailed_404") != 0;
  if (given("login")) settings.login_required = order.count("login") != 0;
  if (given("bus")) settings.bus = order.count("bus") != 0;
  if (given("hold")) settings.hold = digest::Duration{order.count("hold")};
}

using Verb = std::function<void(Order&)>;

const std::map<std::string, Verb, std::less<>>& verbs() {
  static const std::map<std::string, Verb, std::less<>> kVerbs{
      {"release", release_to},
      {"edit", [](Order& o) { o.events.edit(o.post, o.html()); }},
      {"quiet_edit", [](Order& o) { o.events.edit_quietly(o.post, o.html()); }},
      {"rebake", [](Order& o) { o.events.rebake(o.post, o.html()); }},
      {"withdraw", [](Order& o) { o.events.withdraw(o.post); }},
      {"restore", restore_any},
      {"hide", [](Order& o) { o.events.hide(o.post); }},
      {"delete", [](Order& o) { o.events.remove(o.post); }},
      {"purge", [](Order& o) { o.events.purge(o.post); }},
      {"like", [](Order& o) { o.events.like(o.post); }},
      {"accept", [](Order& o) { o.events.accept(o.post); }},
      {"reply", [](Order& o) { say(o, PostType::regular); }},
      {"whisper", [](Order& o) { say(o, PostType::whisper); }},
      {"moderator", [](Order& o) { say(o, PostType::moderator); }},
      {"fill", [](Order& o) { o.events.fill_in(o.topic, o.count("floor"), o.word("author"), o.html()); }},
      {"renumber", [](Order& o) { o.events.renumber(o.topic); }},
      {"move", [](Order& o) { o.events.move({o.post}, o.count("to")); }},
      {"close", [](Order& o) { o.events.close(o.topic); }},
      {"open", [](Order& o) { o.events.close(o.topic, false); }},
      {"archive", [](Order& o) { o.events.archive(o.topic); }},
      {"unarchive", [](Order& o) { o.events.archive(o.topic, false); }},
      {"unlist", [](Order& o) { o.events.unlist(o.topic); }},
      {"list", [](Order& o) { o.events.unlist(o.topic, false); }},
      {"restrict", [](Order& o) { o.events.restrict(o.topic); }},
      {"publish", [](Order& o) { o.events.restrict(o.topic, false); }},
      {"remove", [](Order& o) { o.events.remove_topic(o.topic); }},
      {"recover", [](Order& o) { o.events.remove_topic(o.topic, false); }},
      {"retitle", [](Order& o) { o.events.retitle(o.topic, o.word("text"), o.word("slug")); }},
      {"recategorise", [](Order& o) { o.events.recategorise(o.topic, o.count("category"), {}); }},
      {"topic", add_topic},
      {"age", age},
      {"set", set},
      {"robots", [](Order& o) { o.site.board().settings.robots = o.word("text"); }},
      {"forget_bus", [](Order& o) { o.site.board().bus.begin_anew(); }},
  };
  return kVerbs;
}

io::ServerResponse requests_of(const Site& site) {
  std::string lines;
  for (const auto& target : site.requests()) lines += target + "\n";
  return reply(200, "text/plain; charset=utf-8", std::move(lines));
}

io::ServerResponse log_of(const Site& site) {
  Json list = Json::array();
  for (const auto& one : site.log().entries()) {
    list.push_back({{"at", digest::to_ms(one.at)},
                    {"ended", one.ended ? Json(digest::to_ms(*one.ended)) : Json(nullptr)},
                    {"method", one.method},
                    {"target", one.target},
                    {"status", one.status},
                    {"under_way", one.under_way},
                    {"bytes", one.bytes}});
  }
  return json_reply(list.dump());
}

io::ServerResponse state_of(Site& site, std::int64_t topic) {
  auto& one = *site.board().find(topic);
  return json_reply(Json{{"released", one.released},
                         {"visible", one.visible().size()},
                         {"posts", one.posts.size()},
                         {"topics", site.board().topics.size()},
                         {"requests", site.requests().size()},
                         {"faults_left", site.faults_left()}}
                        .dump());
}

std::optional<io::ServerResponse> fail(Order& order) {
  const auto with = order.word("with");
  if (!is_fault(with)) return reply(400, "text/plain; charset=utf-8", "with= is one of: " + fault_names() + "\n");
  order.site.fail_next(with, static_cast<int>(std::max<std::int64_t>(1, order.count("count"))),
                       static_cast<int>(order.count("retry_after")), order.word("only"));
  return std::nullopt;
}

}  // namespace

io::ServerResponse control(Site& site, const io::ServerRequest& request) {
  const auto verb = request.path.substr(std::string_view("/replay/").size());
  if (verb == "requests") return requests_of(site);
  if (verb == "log") return log_of(site);
  Order order{.site = site, .request = request, .events = site.events(), .topic = number_of(request, "topic")};
  if (order.topic == 0) order.topic = site.forum().topic;
  auto* topic = site.board().find(order.topic);
  if (topic == nullptr) return reply(404, "text/plain; charset=utf-8", "no such topic\n");
  const auto* post = topic->find(order.count("floor"));
  if (post != nullptr) order.post = post->id;
  if (verb == "fail") {
    if (auto refused = fail(order)) return std::move(*refused);
  }
  const auto found = verbs().find(verb);
  if (found != verbs().end()) {
    found->second(order);
  } else if (verb != "state" && verb != "fail") {
    return reply(404, "text/plain; charset=utf-8", "no such order\n");
  }
  return state_of(site, order.topic);
}

}  // namespace gailou::replay
