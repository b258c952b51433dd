#include "digest/render/page/floor_part.h"

#include <algorithm>
#include <limits>

#include "digest/render/blocks/escape.h"
#include "digest/render/floors.h"
#include "digest/render/page/frame.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

/// A moved floor stands on pages by itself: it leads to where it lives now.
bool is_readable(digest::PostState state) {
  return state == digest::PostState::visible || state == digest::PostState::moved;
}

/// "编辑于 …", with what it said before where we have that.
Node edit_mark(const digest::StoredPost& stored, const Places& places, const Site& site) {
  Node mark =
      make(Tag::span, said(site.language, "编辑于 ", "edited "), time_of(*stored.edited_at, places.dated(), site));
  if (stored.version < 2) return mark;
  const std::string number = std::to_string(stored.version);
  mark.add(" ");
  mark.add(link_to(places.page("/posts/" + std::to_string(stored.post.floor.value) + "#history"),
                   site.language == digest::Language::en ? number + " versions" : number + " 个版本"));
  return mark;
}

/// "编辑于 …", "回复 #31", likes: what the forum shows beside a post.
void add_marks(Node& heading, const digest::StoredPost& stored, const Places& places, const Site& site) {
  const digest::Post& post = stored.post;
  if (post.reply_to) {
    const std::string label =
        std::string(said(site.language, "回复 #", "reply to #")) + std::to_string(post.reply_to->value);
    const auto target = places.local(*post.reply_to);
    heading.add(" ");
    heading.add(target ? link_to(*target, label) : make(Tag::span, label));
  }
  if (stored.edited_at) {
    heading.add(" ");
    heading.add(edit_mark(stored, places, site));
  }
  if (post.likes > 0) {
    heading.add(" ");
    heading.add(make(Tag::span, std::string(said(site.language, "赞 ", "likes ")) + std::to_string(post.likes)));
  }
}

/// On the thread's page, which has many, one link to the forum; elsewhere to the floor's own page.
Node floor_title(digest::Floor floor, const Places& places) {
  const std::string name = floor_name(floor, places.language());
  if (places.all_inline()) return make(Tag::h2, link_to(places.page("/posts/" + std::to_string(floor.value)), name));
  const auto target = places.forum(floor);
  return make(Tag::h3, target ? link_to(*target, name + " ↗") : Node::text(name));
}

Node moved_part(const digest::StoredPost& stored, const Places& places, const Site& site) {
  const auto target = places.moved(stored);
  const MovedNote note = moved_note(target.has_value(), site.language);
  Node part = make(Tag::p, note.before).with(Attr::classes, "note");
  if (target) part.add(link_to(*target, target->text()));
  part.add(note.after);
  return part;
}

}  // namespace

std::vector<Node> floor_body(const digest::StoredPost& stored, const Places& places, const Site& site) {
  if (!has_moved(stored)) return body_blocks(stored, places);
  std::vector<Node> nodes;
  nodes.push_back(moved_part(stored, places, site));
  return nodes;
}

std::vector<Node> floor_articles(const ThreadView& view, const Places& places, const Site& site) {
  const auto& floors = places.inline_floors();
  std::vector<Node> articles;
  auto fact = view.facts.begin();
  if (!floors.empty() && places.is_tail()) {
    fact = std::find_if(fact, view.facts.end(), [&](const auto& f) { return f.floor >= floors.front()->post.floor; });
  }
  const auto add_gone_before = [&](digest::Floor floor) {
    for (digest::Floor last{}; fact != view.facts.end() && fact->floor < floor; ++fact) {
      const bool is_named = fact->floor != last;  // a number may be given twice
      last = fact->floor;
      if (is_named && !is_readable(fact->state)) articles.push_back(gone_article(*fact, places, site));
    }
    while (fact != view.facts.end() && fact->floor == floor) ++fact;
  };
  for (const auto* floor : floors) {
    add_gone_before(floor->post.floor);
    articles.push_back(floor_article(*floor, places, site));
  }
  add_gone_before(digest::Floor{std::numeric_limits<std::int64_t>::max()});
  return articles;
}

Node gone_article(const digest::FloorFact& fact, const Places& places, const Site& site) {
  const bool english = site.language == digest::Language::en;
  const auto words = [&]() -> std::string_view {
    switch (fact.state) {
      case digest::PostState::moved:
        return english ? "moved to another topic" : "已移到别的帖子";
      case digest::PostState::hidden:
        return english ? "hidden by the forum" : "暂被论坛隐藏";
      default:
        return english ? "deleted" : "已删除";
    }
  };
  const std::string id = "p" + std::to_string(fact.floor.value);
  return make(Tag::article,
              make(Tag::header, make(places.all_inline() ? Tag::h2 : Tag::h3, floor_name(fact.floor, site.language)),
                   " ", make(Tag::span, words())))
      .with(Attr::id, id)
      .with(Attr::classes, "gone");
}

std::vector<Node> forum_arrow(digest::Floor floor, const Places& places) {
  std::vector<Node> nodes;
  if (const auto target = places.forum(floor)) {
    const std::string name = places.language() == digest::Language::en
                                 ? "open floor " + std::to_string(floor.value) + " at the forum"
                                 : "在论坛打开第 " + std::to_string(floor.value) + " 楼";
    nodes.push_back(link_to(*target, "↗").with(Attr::classes, "out").with(Attr::aria_label, name));
  }
  return nodes;
}

Node floor_article(const digest::StoredPost& stored, const Places& places, const Site& site) {
  const digest::Post& post = stored.post;
  Node heading = make(Tag::header, floor_title(post.floor, places), " ", make(Tag::bdi, one_line(post.author)), " ",
                      time_of(post.created_at, places.dated(), site));
  add_marks(heading, stored, places, site);
  if (places.all_inline()) {
    heading.add(" ");
    heading.add(forum_arrow(post.floor, places));
  }
  return make(Tag::article, std::move(heading), floor_body(stored, places, site))
      .with(Attr::id, "p" + std::to_string(post.floor.value));
}

}  // namespace gailou::render
