// The state in which a cooked post is read, and the events of its HTML. What each tag does stands in cook_tags.cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/text/body_builder.h"
#include "digest/text/html_events.h"

namespace gailou::digest {

class Cook final : public HtmlEvents {
 public:
  /// What a tag does when it ends; null = nothing.
  using Close = void (*)(Cook&);

  explicit Cook(std::string_view origin) : origin_(origin) {}

  void opened(std::string_view tag, const Attributes& attributes) override;
  void closed() override;
  void text(std::string_view words) override;
  bool is_full() const override { return builder_.is_full(); }
  Body take();

  // --- for the tags
  BodyBuilder& builder() { return builder_; }
  std::string resolved(std::string_view url) const;
  void say(std::string_view words);
  void mute() { ++muted_; }
  void unmute() { --muted_; }
  bool is_muted() const { return muted_ > 0 || title_.has_value(); }
  /// True where words are plain text: no link, mention or code is open.
  bool in_text_form() { return form().kind == Span::Kind::text && pres_ == 0; }
  bool in_onebox() { return builder_.in_container() && builder_.container()->kind == Block::Kind::onebox; }

  void open_link(std::string url, bool fetched);
  void close_link();
  void open_mention();
  void close_mention();
  void open_code();
  void close_code();
  void open_pre();
  void close_pre();

  void open_quote(const Attributes& attributes);
  void close_quote();
  bool expects_title() const { return !quotes_.empty() && !quotes_.back().titled && !title_; }
  void open_title();
  void close_title();

  struct Lightbox {
    std::string download{};
    std::string href{};
    std::string title{};
  };
  void open_lightbox(Lightbox box) { lightbox_ = std::move(box); }
  void close_lightbox() { lightbox_.reset(); }
  void image(const Attributes& attributes);

  /// A player: everything inside is muted, the first address that stands in it becomes a link.
  void open_media(std::string url, std::string title);
  void offer_media_url(const std::string& url);
  void close_media();

 private:
  struct Link {
    std::string url{};
    bool fetched = false;
    bool said = false;
  };
  struct Quote {
    bool is_outermost = false;
    bool has_author = false;
    bool titled = false;
  };
  struct Media {
    std::string url{};
    std::string title{};
  };

  void split();
  Span form();
  void take_target(std::string_view url);
  std::string upload_path(std::string_view url) const;
  std::string image_url(const Attributes& attributes) const;

  std::string_view origin_;
  BodyBuilder builder_{};
  std::vector<Close> frames_{};
  std::vector<Link> links_{};
  std::vector<Quote> quotes_{};
  std::vector<Media> media_{};
  std::optional<Lightbox> lightbox_{};
  std::optional<std::string> title_{};  // of a quote, while it is read
  std::size_t muted_ = 0;
  std::size_t mentions_ = 0;
  std::size_t codes_ = 0;
  std::size_t pres_ = 0;
};

/// The function of a tag; null for one that only keeps its text.
Cook::Close open_tag(std::string_view tag, Cook& cook, const Attributes& attributes);

}  // namespace gailou::digest
