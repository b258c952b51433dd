#include "digest/text/cook.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "digest/text/blanks.h"
#include "digest/text/links.h"

namespace gailou::digest {
namespace {

constexpr std::string_view kShortUrl = "/uploads/short-url/";
constexpr std::size_t kBase62Max = 64;
constexpr std::size_t kAuthorBytesMax = 255;  // Discourse: 60 characters at most, whatever their width

std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return fault == std::errc{} && end == text.data() + text.size() && value > 0 ? value : 0;
}

bool is_alphanumeric(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

std::string_view extension_of(std::string_view name) {
  name = name.substr(0, name.find_first_of("?#"));
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || name.size() - dot > 6) return {};
  return is_alphanumeric(name.substr(dot + 1)) ? name.substr(dot) : std::string_view{};
}

std::string author_of(std::string_view text) {
  std::string author = collapse_blanks(text);
  while (!author.empty() && (author.back() == ':' || author.back() == ' ')) author.pop_back();
  if (author.ends_with("：")) author.resize(author.size() - std::string_view("：").size());
  return author.size() > kAuthorBytesMax ? std::string{} : author;
}

}  // namespace

void Cook::opened(std::string_view tag, const Attributes& attributes) {
  frames_.push_back(open_tag(tag, *this, attributes));
}

void Cook::closed() {
  if (frames_.empty()) return;
  const Close close = frames_.back();
  frames_.pop_back();
  if (close != nullptr) close(*this);
}

void Cook::text(std::string_view words) {
  if (title_ && muted_ == 0) {
    // A link in a quote's title names the other topic, not the author.
    if (links_.empty()) *title_ += words;
    return;
  }
  if (!is_muted()) say(words);
}

Body Cook::take() {
  while (!frames_.empty()) closed();
  return builder_.take();
}

std::string Cook::resolved(std::string_view url) const {
  return absolute_url(url, origin_);
}

void Cook::say(std::string_view words) {
  if (is_muted()) return;
  if (!links_.empty() && !collapse_blanks(words).empty()) links_.back().said = true;
  if (pres_ > 0) return builder_.verbatim(words);
  builder_.words(form(), words);
}

/// A preview's text is one span, whatever stands in it.
void Cook::split() {
  if (!in_onebox()) builder_.split();
}

Span Cook::form() {
  if (in_onebox()) return {};
  if (mentions_ > 0) return Span{.kind = Span::Kind::mention};
  if (!links_.empty() && !links_.back().url.empty())
    return Span{.kind = Span::Kind::link, .url = links_.back().url, .fetched = links_.back().fetched};
  return Span{.kind = codes_ > 0 ? Span::Kind::code : Span::Kind::text};
}

void Cook::open_link(std::string url, bool fetched) {
  offer_media_url(url);
  if (in_onebox() && builder_.container()->url.empty()) builder_.container()->url = url;
  if (title_) take_target(url);
  links_.push_back(Link{.url = std::move(url), .fetched = fetched});
  split();
}

void Cook::close_link() {
  const Link link = std::move(links_.back());
  links_.pop_back();
  split();
  if (link.url.empty() || is_muted() || in_onebox()) return;
  Span* last = builder_.last();
  if (link.said) {
    // "https://a.example" leads to "https://a.example/": the same words to a reader.
    if (last != nullptr && last->kind == Span::Kind::link && last->text + "/" == link.url) last->text = link.url;
    return;
  }
  if (last != nullptr && last->kind == Span::Kind::image && last->url == link.url) return;
  builder_.span(Span{.kind = Span::Kind::link, .text = link.url, .url = link.url});
}

void Cook::open_mention() {
  ++mentions_;
  split();
}

void Cook::close_mention() {
  --mentions_;
  split();
}

void Cook::open_code() {
  ++codes_;
  split();
}

void Cook::close_code() {
  --codes_;
  split();
}

void Cook::open_pre() {
  builder_.enter_kind(Block::Kind::code);
  ++pres_;
}

void Cook::close_pre() {
  --pres_;
  builder_.leave_kind();
}

void Cook::open_quote(const Attributes& attributes) {
  Block block{.kind = Block::Kind::quote,
              .author = author_of(attributes.get("data-username")),
              .floor = number(attributes.get("data-post")),
              .topic = number(attributes.get("data-topic"))};
  const bool is_outermost = !builder_.in_container();
  const std::string author = block.author;
  quotes_.push_back(Quote{.is_outermost = is_outermost, .has_author = !author.empty()});
  builder_.open_container(std::move(block));
  if (!is_outermost && !author.empty()) say(author + ": ");
}

void Cook::close_quote() {
  quotes_.pop_back();
  builder_.close_container();
}

void Cook::open_title() {
  quotes_.back().titled = true;
  title_.emplace();
}

void Cook::close_title() {
  const std::string author = author_of(*title_);
  title_.reset();
  Quote& quote = quotes_.back();
  if (quote.has_author || author.empty()) return;
  quote.has_author = true;
  if (quote.is_outermost) {
    builder_.container()->author = author;
  } else {
    say(author + ": ");
  }
}

/// Where a title's link leads: ".../t/SLUG/TOPIC/FLOOR", for a quote that doesn't say it itself.
void Cook::take_target(std::string_view url) {
  if (!quotes_.back().is_outermost || builder_.container()->floor != 0) return;
  url = url.substr(0, url.find_first_of("?#"));
  const std::size_t floor_at = url.rfind('/');
  if (url.find("/t/") == std::string_view::npos || floor_at == std::string_view::npos || floor_at == 0) return;
  const std::size_t topic_at = url.rfind('/', floor_at - 1);
  if (topic_at == std::string_view::npos) return;
  const std::int64_t floor = number(url.substr(floor_at + 1));
  const std::int64_t topic = number(url.substr(topic_at + 1, floor_at - topic_at - 1));
  if (floor == 0 || topic == 0) return;
  builder_.container()->floor = floor;
  builder_.container()->topic = topic;
}

/// The path that upload hosts don't change; "" if there is none in the URL.
std::string Cook::upload_path(std::string_view url) const {
  const std::string whole = resolved(url);
  const std::size_t at = whole.find(kShortUrl);
  return at == std::string::npos ? std::string{} : whole.substr(at);
}

std::string Cook::image_url(const Attributes& attributes) const {
  if (lightbox_) {
    if (std::string path = upload_path(lightbox_->download); !path.empty()) return path;
  }
  const std::string_view src = attributes.get("src");
  const std::string_view base62 = attributes.get("data-base62-sha1");
  if (!base62.empty() && base62.size() <= kBase62Max && is_alphanumeric(base62))
    return std::string(kShortUrl) + std::string(base62) + std::string(extension_of(src));
  constexpr std::string_view kUpload = "upload://";
  const std::string_view pending = attributes.get("data-orig-src");
  if (pending.starts_with(kUpload))
    return upload_path(std::string(kShortUrl) + std::string(pending.substr(kUpload.size())));
  if (lightbox_ && !lightbox_->href.empty()) return lightbox_->href;
  return resolved(src);
}

void Cook::image(const Attributes& attributes) {
  if (is_muted() || in_onebox()) return;
  Span span{.kind = Span::Kind::image, .text = collapse_blanks(attributes.get("alt")), .url = image_url(attributes)};
  if (span.text.empty()) span.text = lightbox_ ? lightbox_->title : collapse_blanks(attributes.get("title"));
  if (!span.url.empty() || !span.text.empty()) builder_.span(std::move(span));
}

void Cook::open_media(std::string url, std::string title) {
  offer_media_url(url);
  media_.push_back(Media{.url = std::move(url), .title = std::move(title)});
  mute();
}

void Cook::offer_media_url(const std::string& url) {
  if (!media_.empty() && media_.back().url.empty()) media_.back().url = url;
}

void Cook::close_media() {
  unmute();
  Media media = std::move(media_.back());
  media_.pop_back();
  if (media.url.empty() || is_muted()) return;
  if (in_onebox()) {
    if (builder_.container()->url.empty()) builder_.container()->url = std::move(media.url);
    return;
  }
  const bool fetched = !media.title.empty();
  builder_.span(Span{.kind = Span::Kind::link,
                     .text = fetched ? std::move(media.title) : media.url,
                     .url = media.url,
                     .fetched = fetched});
}

}  // namespace gailou::digest
