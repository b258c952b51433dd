#include "digest/text/body_builder.h"

#include <algorithm>
#include <utility>

namespace gailou::digest {
namespace {

// A short tag can repeat a long URL for every piece of its text: what is built is bounded apart from what is read.
constexpr std::size_t kBytesMax = std::size_t{4} << 20;
constexpr std::size_t kSpanBytes = sizeof(Span);
constexpr std::size_t kBlockBytes = sizeof(Block);

bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

bool same_form(const Span& a, const Span& b) {
  return a.kind == b.kind && a.url == b.url && a.fetched == b.fetched;
}

void trim_end(Block& block) {
  while (!block.spans.empty()) {
    Span& last = block.spans.back();
    if (last.kind == Span::Kind::image) return;
    while (!last.text.empty() && is_blank(last.text.back())) last.text.pop_back();
    if (!last.text.empty() || !last.url.empty()) return;
    block.spans.pop_back();
  }
}

}  // namespace

void BodyBuilder::enter_kind(Block::Kind kind) {
  boundary();
  kinds_.push_back(kind);
}

void BodyBuilder::leave_kind() {
  boundary();
  if (!kinds_.empty()) kinds_.pop_back();
  boundary();
}

void BodyBuilder::open_container(Block block) {
  boundary();
  if (containers_++ > 0) return;
  if (open_) finish(*open_);
  open_.reset();
  container_ = std::move(block);
  ends_blank_ = true;
}

void BodyBuilder::close_container() {
  if (containers_ == 0) return;
  boundary();
  if (--containers_ > 0) return;
  finish(*container_);
  container_.reset();
  ends_blank_ = true;
}

void BodyBuilder::mark_spoiler() {
  if (in_container()) return;
  Block& block = current();
  if (block.kind == Block::Kind::paragraph) block.kind = Block::Kind::spoiler;
}

void BodyBuilder::words(const Span& form, std::string_view text) {
  std::string kept;
  for (const char c : text) {
    const bool blank = is_blank(c);
    if (blank && ends_blank_) continue;
    kept += blank ? ' ' : c;
    ends_blank_ = blank;
  }
  if (kept.empty()) return;
  bytes_ += kept.size();
  std::vector<Span>& spans = current().spans;
  if (!split_ && !spans.empty() && same_form(spans.back(), form)) {
    spans.back().text += kept;
    return;
  }
  Span span = form;
  span.text = std::move(kept);
  append(std::move(span));
}

void BodyBuilder::verbatim(std::string_view text) {
  if (in_container() || kind() != Block::Kind::code) return words(Span{}, text);
  bytes_ += text.size();
  std::vector<Span>& spans = current().spans;
  if (spans.empty()) append(Span{});
  spans.back().text += text;
}

void BodyBuilder::span(Span span) {
  bytes_ += span.text.size();
  ends_blank_ = false;
  split_ = true;
  append(std::move(span));
}

Span* BodyBuilder::last() {
  std::vector<Span>* spans = container_ ? &container_->spans : open_ ? &open_->spans : nullptr;
  return spans == nullptr || spans->empty() ? nullptr : &spans->back();
}

void BodyBuilder::boundary() {
  if (in_container()) return blank();
  if (in_row()) return blank();
  if (open_) finish(*open_);
  open_.reset();
  ends_blank_ = true;
}

void BodyBuilder::line_break() {
  if (in_container()) return blank();
  if (kind() == Block::Kind::code) return verbatim("\n");
  if (kind() != Block::Kind::paragraph && kind() != Block::Kind::spoiler) return blank();
  const bool was_spoiler = open_ && open_->kind == Block::Kind::spoiler;
  boundary();
  if (was_spoiler && kind() == Block::Kind::paragraph) mark_spoiler();
}

bool BodyBuilder::is_full() const {
  return bytes_ > kBytesMax;
}

Body BodyBuilder::take() {
  while (in_container()) close_container();
  if (open_) finish(*open_);
  open_.reset();
  return std::move(body_);
}

Block& BodyBuilder::current() {
  if (container_) return *container_;
  if (!open_) open_ = Block{.kind = kind()};
  return *open_;
}

Block::Kind BodyBuilder::kind() const {
  if (is_inside(Block::Kind::spoiler)) return Block::Kind::spoiler;
  if (in_row()) return Block::Kind::row;
  return kinds_.empty() ? Block::Kind::paragraph : kinds_.back();
}

bool BodyBuilder::is_inside(Block::Kind kind) const {
  return std::find(kinds_.begin(), kinds_.end(), kind) != kinds_.end();
}

void BodyBuilder::append(Span span) {
  bytes_ += span.url.size() + kSpanBytes;
  current().spans.push_back(std::move(span));
  split_ = false;
}

void BodyBuilder::blank() {
  if (last() != nullptr) words(Span{}, " ");
}

void BodyBuilder::finish(Block& block) {
  trim_end(block);
  const bool says_something = !block.spans.empty() || (block.kind == Block::Kind::onebox && !block.url.empty());
  if (!says_something) return;
  bytes_ += kBlockBytes + block.author.size() + block.url.size();
  body_.blocks.push_back(std::move(block));
}

}  // namespace gailou::digest
