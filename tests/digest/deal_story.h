// A thread about offers, digested by the offline engine in batches: what a store would do, in small.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "digest/compose/append.h"
#include "digest/compose/extract.h"
#include "digest/compose/judge.h"
#include "digest/compose/withdraw.h"
#include "digest/deals/day.h"
#include "digest/deals/state.h"
#include "digest/text/plain.h"

namespace gailou::tests {

class DealStory {
 public:
  using Writer = std::function<digest::Draft(const digest::BatchInput&)>;

  explicit DealStory(std::string title = "五月羊毛合集") : title_(std::move(title)) {}
  /// By another than the offline engine.
  DealStory& written_by(Writer writer) {
    writer_ = std::move(writer);
    return *this;
  }

  /// A floor written at ten in the morning of that day, Pacific time.
  DealStory& say(const std::string& author, const std::string& day, const std::string& text,
                 std::int64_t reply_to = 0) {
    return say_at(author, day + "T17:00:00Z", text, reply_to);
  }

  DealStory& say_at(const std::string& author, const std::string& at, const std::string& text,
                    std::int64_t reply_to = 0) {
    digest::Post post;
    post.floor = digest::Floor{static_cast<std::int64_t>(posts_.size()) + 1};
    post.id = digest::PostId{post.floor.value};
    post.author = author;
    post.created_at = *digest::parse_iso(at);
    post.body = digest::parse_plain(text, {});
    if (reply_to > 0) post.reply_to = digest::Floor{reply_to};
    posts_.push_back(post);
    return *this;
  }

  /// Digests what isn't yet, `size` floors a batch; 0 = all at once.
  DealStory& digest(std::size_t size = 0) {
    while (done_ < posts_.size()) {
      const auto end = size == 0 ? posts_.size() : std::min(posts_.size(), done_ + size);
      auto input = input_of(done_, end);
      done_ = end;
      write(input);
    }
    return *this;
  }

  /// A digested floor's text changes; the digest is told.
  DealStory& edit(std::int64_t floor, const std::string& day, const std::string& text) {
    auto& post = posts_[static_cast<std::size_t>(floor - 1)];
    auto input = input_of(done_, done_);
    input.edits.push_back({.floor = post.floor, .before = post.body});
    post.body = digest::parse_plain(text, {});
    post.updated_at = *digest::parse_iso(day + "T17:00:00Z");
    for (auto& shown : input.context) {
      if (shown.floor == post.floor) shown = post;
    }
    write(input);
    return *this;
  }

  /// The floor is deleted, and the digest withdraws what rests on it.
  DealStory& take_down(std::int64_t floor) {
    auto& post = posts_[static_cast<std::size_t>(floor - 1)];
    post.state = digest::PostState::deleted;
    digest::Withdrawal withdrawal{.source = "t", .title = title_};
    withdrawal.revision = digest::Revision{revision_ + 1};
    withdrawal.taken_at = digest::from_ms(1'800'000'000'000 + revision_ * 1000);
    withdrawal.next_seq = digest::EntrySeq{static_cast<std::int64_t>(entries_.size()) + 1};
    withdrawal.summary = summary_;
    withdrawal.deleted = {post.floor};
    withdrawal.settings = settings();
    std::set<std::string> offers;
    for (const auto& entry : entries_) {
      if (!std::binary_search(entry.cites.begin(), entry.cites.end(), post.floor)) continue;
      if (entry.deal) offers.insert(entry.deal->offer);
      withdrawal.affected.push_back(entry);
    }
    for (const auto& entry : entries_) {
      const bool cites = std::binary_search(entry.cites.begin(), entry.cites.end(), post.floor);
      if (!cites && entry.deal && offers.contains(entry.deal->offer)) withdrawal.chains.push_back(entry);
    }
    for (const auto& one : posts_) {
      if (one.state == digest::PostState::visible) withdrawal.remaining.push_back(one);
    }
    const auto step = digest::withdraw(withdrawal);
    for (const auto& tombstone : step.tombstones)
      entries_[static_cast<std::size_t>(tombstone.seq.value - 1)] = tombstone;
    keep(step);
    return *this;
  }

  /// A floor that was taken down can be read again.
  DealStory& bring_back(std::int64_t floor) {
    auto& post = posts_[static_cast<std::size_t>(floor - 1)];
    post.state = digest::PostState::visible;
    auto input = input_of(done_, done_);
    input.restored.push_back(post.floor);
    write(input);
    return *this;
  }

  const std::vector<digest::Entry>& entries() const { return entries_; }
  const std::vector<std::string>& faults() const { return faults_; }

  /// The offer whose name holds these words; nothing if there is none or more than one.
  std::optional<digest::Deal> offer(const std::string& words) const {
    std::optional<digest::Deal> found;
    for (const auto& chain : digest::chains(entries_)) {
      auto state = digest::state_of(chain);
      if (state.offer.find(words) == std::string::npos) continue;
      if (found) return std::nullopt;
      found = std::move(state);
    }
    return found;
  }

  std::vector<digest::Deal> offers() const {
    std::vector<digest::Deal> states;
    for (const auto& chain : digest::chains(entries_)) states.push_back(digest::state_of(chain));
    return states;
  }

 private:
  digest::BatchInput input_of(std::size_t from, std::size_t to) const {
    const auto at = [this](std::size_t i) { return posts_.begin() + static_cast<std::ptrdiff_t>(i); };
    digest::BatchInput input{.source = "t",
                             .title = title_,
                             .revision = digest::Revision{revision_ + 1},
                             .taken_at = digest::from_ms(1'800'000'000'000 + revision_ * 1000),
                             .next_seq = digest::EntrySeq{static_cast<std::int64_t>(entries_.size()) + 1},
                             .posts = {at(from), at(to)},
                             .context = {at(0), at(from)},
                             .similar = entries_,
                             .summary = summary_};
    std::erase_if(input.context, [](const auto& post) { return post.state != digest::PostState::visible; });
    input.settings = settings();
    for (const auto& chain : digest::chains(entries_)) {
      digest::Offer offer{
          .state = digest::state_of(chain), .sources = digest::sources_of(chain), .floors = digest::cites_of(chain)};
      for (const auto* entry : chain) offer.entries.push_back(entry->seq);
      input.offers.push_back(std::move(offer));
    }
    return input;
  }

  void write(const digest::BatchInput& input) {
    const auto step = append(input, judge(input, writer_(input)));
    for (auto& fault : step_faults(input, step)) faults_.push_back(std::move(fault));
    keep(step);
  }

  void keep(const digest::Step& step) {
    entries_.insert(entries_.end(), step.entries.begin(), step.entries.end());
    if (step.summary) summary_ = *step.summary;
    ++revision_;
  }

  static digest::ComposeSettings settings() {
    digest::ComposeSettings settings;
    settings.zone = "America/Los_Angeles";
    return settings;
  }

  Writer writer_ = [](const digest::BatchInput& input) { return digest::extract(input); };
  std::string title_;
  std::vector<digest::Post> posts_{};
  std::size_t done_ = 0;
  std::int64_t revision_ = 0;
  std::vector<digest::Entry> entries_{};
  digest::Summary summary_{};
  std::vector<std::string> faults_{};
};

}  // namespace gailou::tests
