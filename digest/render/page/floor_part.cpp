#include "digest/render/page/floor_part.h"

#include "digest/render/blocks/escape.h"
#include "digest/render/floors.h"
#include "digest/render/page/frame.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

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
    heading.add(
        make(Tag::span, said(site.language, "编辑于 ", "edited "), time_of(*stored.edited_at, places.dated(), site)));
  }
  if (post.likes > 0) {
    heading.add(" ");
    heading.add(make(Tag::span, std::string(said(site.language, "赞 ", "likes ")) + std::to_string(post.likes)));
  }
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
  const std::string number = std::to_string(post.floor.value);
  Node heading =
      make(Tag::header, make(Tag::h3, link_to(Target::fragment("p" + number), floor_name(post.floor, site.language))),
           " ", make(Tag::bdi, one_line(post.author)), " ", time_of(post.created_at, places.dated(), site));
  add_marks(heading, stored, places, site);
  heading.add(" ");
  heading.add(forum_arrow(post.floor, places));
  return make(Tag::article, std::move(heading), floor_body(stored, places, site)).with(Attr::id, "p" + number);
}

}  // namespace gailou::render
