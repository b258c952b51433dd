// A thread digested batch by batch without a store: what the rooms above do with extract, judge and append.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "digest/compose/append.h"
#include "digest/compose/extract.h"
#include "digest/compose/judge.h"
#include "digest/text/plain.h"

namespace gailou::tests {

/// One digest that grows. Each batch is made of the posts handed in; earlier posts serve as context where the batch may
/// quote or answers them, and where they stand just before it.
class DigestRun {
 public:
  DigestRun(std::string source, digest::TopicId topic, std::string title) {
    digest_.thread.source = std::move(source);
    digest_.thread.topic = topic;
    digest_.thread.title = std::move(title);
  }

  /// Extracts, judges and appends; `taken_at` is the time of the batch.
  void take(const std::vector<digest::Post>& batch, digest::Instant taken_at) {
    input_ = input_of(batch, taken_at);
    draft_ = digest::extract(input_);
    judged_ = digest::judge(input_, draft_);
    step_ = digest::append(input_, judged_);
    faults_ = digest::step_faults(input_, step_);
    commit(batch);
  }

  const digest::Digest& digest() const { return digest_; }
  const digest::BatchInput& input() const { return input_; }
  const digest::Draft& draft() const { return draft_; }
  const digest::Judged& judged() const { return judged_; }
  const digest::Step& step() const { return step_; }
  /// Of the last step; empty = all gates are met.
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  digest::BatchInput input_of(const std::vector<digest::Post>& batch, digest::Instant taken_at) const {
    digest::BatchInput input{.source = digest_.thread.source, .title = digest_.thread.title};
    input.revision = digest::Revision{digest_.revision.value + 1};
    input.taken_at = taken_at;
    input.next_seq = digest::EntrySeq{static_cast<std::int64_t>(digest_.entries.size()) + 1};
    input.posts = batch;
    input.context = context_of(batch);
    input.similar = digest_.entries;
    for (const auto& author : authors_) input.authors.push_back(author);
    input.summary = digest_.summary;
    return input;
  }

  std::vector<digest::Post> context_of(const std::vector<digest::Post>& batch) const {
    std::set<std::string> names;
    std::set<digest::Floor> floors;
    for (const auto& post : batch) {
      if (post.reply_to) floors.insert(*post.reply_to);
      for (const auto& block : post.body.blocks) floors.insert(digest::Floor{block.floor});
      for (auto& name : digest::quoted_names(digest::text_of(post.body))) names.insert(std::move(name));
    }
    floors.insert(digest_.summary.cites.begin(), digest_.summary.cites.end());
    constexpr std::size_t kBefore = 8;
    for (std::size_t i = posts_.size() > kBefore ? posts_.size() - kBefore : 0; i < posts_.size(); ++i) {
      floors.insert(posts_[i].floor);
    }
    std::vector<digest::Post> context;
    std::copy_if(posts_.begin(), posts_.end(), std::back_inserter(context),
                 [&](const digest::Post& post) { return floors.contains(post.floor) || names.contains(post.author); });
    return context;
  }

  void commit(const std::vector<digest::Post>& batch) {
    posts_.insert(posts_.end(), batch.begin(), batch.end());
    for (const auto& post : batch) authors_.insert(post.author);
    digest_.revision = step_.revision;
    digest_.generated_at = step_.generated_at;
    if (step_.summary) digest_.summary = *step_.summary;
    digest_.entries.insert(digest_.entries.end(), step_.entries.begin(), step_.entries.end());
    digest_.nothing_new.insert(digest_.nothing_new.end(), step_.nothing_new.begin(), step_.nothing_new.end());
    std::set<digest::Floor> in_entries;
    for (const auto& entry : digest_.entries) in_entries.insert(entry.floors.begin(), entry.floors.end());
    digest_.coverage = {.visible = static_cast<std::int64_t>(posts_.size()),
                        .in_entries = static_cast<std::int64_t>(in_entries.size()),
                        .nothing_new = static_cast<std::int64_t>(digest_.nothing_new.size())};
    digest_.thread.posts_count = digest_.coverage.visible;
    for (const auto& post : batch) digest_.thread.last_number = std::max(digest_.thread.last_number, post.floor);
  }

  digest::Digest digest_{};
  std::vector<digest::Post> posts_{};
  std::set<std::string> authors_{};
  digest::BatchInput input_{};
  digest::Draft draft_{};
  digest::Judged judged_{};
  digest::Step step_{};
  std::vector<std::string> faults_{};
};

}  // namespace gailou::tests
