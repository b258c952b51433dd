// What each tag of a cooked post does: a table of small functions. A tag that isn't in it keeps its text.
#include <algorithm>
#include <array>

#include "digest/text/blanks.h"
#include "digest/text/cook.h"

namespace gailou::digest {
namespace {

using Close = Cook::Close;

// --- shared endings
void end_block(Cook& cook) {
  cook.builder().boundary();
}
void end_kind(Cook& cook) {
  cook.builder().leave_kind();
}
void end_mute(Cook& cook) {
  cook.unmute();
}
void end_container(Cook& cook) {
  cook.builder().close_container();
}
void end_media(Cook& cook) {
  cook.close_media();
}
void end_link(Cook& cook) {
  cook.close_link();
}
void end_mention(Cook& cook) {
  cook.close_mention();
}

Close muted(Cook& cook) {
  cook.mute();
  return end_mute;
}

Close block(Cook& cook, const Attributes&) {
  cook.builder().boundary();
  return end_block;
}

Close mute(Cook& cook, const Attributes&) {
  return muted(cook);
}

Close of_kind(Cook& cook, Block::Kind kind) {
  cook.builder().enter_kind(kind);
  return end_kind;
}

Close mention(Cook& cook) {
  cook.open_mention();
  return end_mention;
}

// --- links
Close lightbox(Cook& cook, const Attributes& attributes) {
  cook.open_lightbox({.download = std::string(attributes.get("data-download-href")),
                      .href = cook.resolved(attributes.get("href")),
                      .title = collapse_blanks(attributes.get("title"))});
  return [](Cook& c) { c.close_lightbox(); };
}

Close anchor(Cook& cook, const Attributes& attributes) {
  if (attributes.has_class("lightbox")) return lightbox(cook, attributes);
  if (attributes.has_class("mention") || attributes.has_class("mention-group")) return mention(cook);
  if (attributes.has_class("footnote-backref")) return muted(cook);
  const bool is_new_hashtag = attributes.has_class("hashtag-cooked");
  if (is_new_hashtag) cook.say("#");
  if (is_new_hashtag || attributes.has_class("hashtag")) return nullptr;
  cook.open_link(cook.resolved(attributes.get("href")), attributes.has_class("inline-onebox"));
  return end_link;
}

// --- other people's words
Close quotation(Cook& cook, const Attributes& attributes) {
  cook.open_quote(attributes);
  return [](Cook& c) { c.close_quote(); };
}

Close blockquote(Cook& cook, const Attributes&) {
  cook.builder().open_container(Block{.kind = Block::Kind::quote});
  return end_container;
}

Close onebox(Cook& cook, const Attributes& attributes) {
  cook.builder().open_container(
      Block{.kind = Block::Kind::onebox, .url = cook.resolved(attributes.get("data-onebox-src"))});
  return end_container;
}

Close aside(Cook& cook, const Attributes& attributes) {
  if (attributes.has_class("quote")) return quotation(cook, attributes);
  if (attributes.has_class("onebox")) return onebox(cook, attributes);
  return block(cook, attributes);
}

/// The head of a preview says its host, which the URL says as well; its link still counts.
Close header(Cook& cook, const Attributes& attributes) {
  if (cook.in_onebox() && attributes.has_class("source")) return muted(cook);
  return block(cook, attributes);
}

// --- players
Close player(Cook& cook, const Attributes& attributes) {
  const std::string_view src = attributes.has("src") ? attributes.get("src") : attributes.get("data");
  cook.open_media(cook.resolved(src), {});
  return end_media;
}

Close source(Cook& cook, const Attributes& attributes) {
  cook.offer_media_url(cook.resolved(attributes.get("src")));
  return nullptr;
}

/// YouTube's ids are eleven characters of this alphabet; another provider's page stands in a link inside.
std::string video_page(std::string_view id) {
  const bool is_id = !id.empty() && id.size() <= 16 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
  return is_id ? "https://www.youtube.com/watch?v=" + std::string(id) : std::string{};
}

Close lazy_video(Cook& cook, const Attributes& attributes) {
  const bool is_youtube = attributes.get("data-provider-name") == "youtube";
  cook.builder().boundary();
  cook.open_media(is_youtube ? video_page(attributes.get("data-video-id")) : std::string{},
                  collapse_blanks(attributes.get("data-video-title")));
  return end_media;
}

Close lazy_youtube(Cook& cook, const Attributes& attributes) {
  cook.builder().boundary();
  cook.open_media(video_page(attributes.get("data-youtube-id")), collapse_blanks(attributes.get("data-youtube-title")));
  return end_media;
}

Close placeholder_video(Cook& cook, const Attributes& attributes) {
  cook.open_media(cook.resolved(attributes.get("data-video-src")), {});
  return end_media;
}

// --- pictures
/// Faces, site icons and previews' pictures are furniture.
bool is_furniture(const Attributes& attributes) {
  constexpr std::array<std::string_view, 6> kClasses = {"avatar",        "site-icon",         "thumbnail",
                                                        "onebox-avatar", "onebox-full-image", "ytp-thumbnail-image"};
  return std::any_of(kClasses.begin(), kClasses.end(), [&](std::string_view c) { return attributes.has_class(c); });
}

Close picture(Cook& cook, const Attributes& attributes) {
  if (cook.is_muted() || is_furniture(attributes)) return nullptr;
  if (!attributes.has_class("emoji")) {
    cook.image(attributes);
    return nullptr;
  }
  const std::string name = collapse_blanks(attributes.get(attributes.has("alt") ? "alt" : "title"));
  if (name.empty()) return nullptr;
  if (cook.in_text_form()) {
    cook.builder().span(Span{.kind = Span::Kind::emoji, .text = name});
  } else {
    cook.say(name);
  }
  return nullptr;
}

// --- boxes by their class
Close title(Cook& cook, const Attributes&) {
  cook.open_title();
  return [](Cook& c) { c.close_title(); };
}

Close spoiler_box(Cook& cook, const Attributes&) {
  return of_kind(cook, Block::Kind::spoiler);
}

struct BoxClass {
  std::string_view name;
  Close (*open)(Cook&, const Attributes&);
};

constexpr std::array<BoxClass, 11> kBoxes = {{{"quote-controls", mute},
                                              {"meta", mute},
                                              {"poll-info", mute},
                                              {"poll-buttons", mute},
                                              {"spoiler", spoiler_box},
                                              {"spoiled", spoiler_box},
                                              {"onebox", onebox},
                                              {"lazy-video-container", lazy_video},
                                              {"lazyYT", lazy_youtube},
                                              {"lazyYT-container", lazy_youtube},
                                              {"video-placeholder-container", placeholder_video}}};

Close box(Cook& cook, const Attributes& attributes) {
  if (attributes.has_class("title") && cook.expects_title()) return title(cook, attributes);
  for (const BoxClass& known : kBoxes) {
    if (attributes.has_class(known.name)) return known.open(cook, attributes);
  }
  return block(cook, attributes);
}

Close span(Cook& cook, const Attributes& attributes) {
  if (attributes.has_class("mention")) return mention(cook);
  if (attributes.has_class("spoiler") || attributes.has_class("spoiled")) cook.builder().mark_spoiler();
  return nullptr;
}

// --- blocks of a kind
Close heading(Cook& cook, const Attributes&) {
  return of_kind(cook, Block::Kind::heading);
}
Close row(Cook& cook, const Attributes&) {
  return of_kind(cook, Block::Kind::row);
}
Close item(Cook& cook, const Attributes& attributes) {
  return of_kind(cook, attributes.has("data-poll-option-id") ? Block::Kind::option : Block::Kind::item);
}

Close cell(Cook& cook, const Attributes&) {
  cook.builder().blank();
  return nullptr;
}

Close pre(Cook& cook, const Attributes&) {
  cook.open_pre();
  return [](Cook& c) { c.close_pre(); };
}

Close code(Cook& cook, const Attributes&) {
  cook.open_code();
  return [](Cook& c) { c.close_code(); };
}

Close line_break(Cook& cook, const Attributes&) {
  if (!cook.is_muted()) cook.builder().line_break();
  return nullptr;
}

struct Tag {
  std::string_view name;
  Close (*open)(Cook&, const Attributes&);
};

// Sorted by name, for the search.
constexpr std::array<Tag, 58> kTags = {{
    {"a", anchor},         {"address", block}, {"article", block},
    {"aside", aside},      {"audio", player},  {"blockquote", blockquote},
    {"br", line_break},    {"caption", block}, {"center", block},
    {"code", code},        {"dd", block},      {"details", block},
    {"dir", block},        {"div", box},       {"dl", block},
    {"dt", block},         {"embed", player},  {"fieldset", block},
    {"figcaption", block}, {"figure", block},  {"footer", block},
    {"form", block},       {"h1", heading},    {"h2", heading},
    {"h3", heading},       {"h4", heading},    {"h5", heading},
    {"h6", heading},       {"header", header}, {"hr", block},
    {"iframe", player},    {"img", picture},   {"legend", block},
    {"li", item},          {"main", block},    {"menu", block},
    {"nav", block},        {"object", player}, {"ol", block},
    {"option", block},     {"p", block},       {"pre", pre},
    {"script", mute},      {"section", block}, {"source", source},
    {"span", span},        {"style", mute},    {"summary", block},
    {"svg", mute},         {"table", block},   {"tbody", block},
    {"td", cell},          {"tfoot", block},   {"th", cell},
    {"thead", block},      {"tr", row},        {"ul", block},
    {"video", player},
}};

static_assert(std::is_sorted(kTags.begin(), kTags.end(), [](const Tag& a, const Tag& b) { return a.name < b.name; }));

}  // namespace

Close open_tag(std::string_view tag, Cook& cook, const Attributes& attributes) {
  const auto at = std::lower_bound(kTags.begin(), kTags.end(), tag,
                                   [](const Tag& known, std::string_view name) { return known.name < name; });
  return at == kTags.end() || at->name != tag ? nullptr : at->open(cook, attributes);
}

}  // namespace gailou::digest
