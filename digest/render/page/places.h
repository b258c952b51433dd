// Where a floor of this thread can be reached from its page: on the page itself, on a page of raw floors, at the forum.
#pragma once

#include <optional>
#include <unordered_set>
#include <vector>

#include "digest/render/blocks/node.h"
#include "digest/render/paths.h"
#include "digest/render/view.h"

namespace gailou::render {

/// Up to so many floors stand on the thread's page; of more only the last kTailFloors do.
constexpr std::size_t kInlineFloors = 200;
constexpr std::size_t kTailFloors = 50;

class Places {
 public:
  /// `all_inline`: a page of raw floors, where each of `view.posts` is shown.
  Places(const ThreadView& view, const Site& site, bool all_inline = false);

  /// "/t/uscardforum/493728", below the base path
  const std::string& path() const { return path_; }
  /// That + suffix
  Target page(std::string_view suffix = {}) const;
  /// The page of raw floors that this floor is on, and the place there.
  Target posts_page(digest::Floor floor) const;
  /// Nothing for a floor that was deleted or never seen.
  std::optional<Target> local(digest::Floor floor) const;
  /// Nothing where the thread has no URL at a forum (an import).
  std::optional<Target> forum(digest::Floor floor) const;
  std::optional<Target> topic() const;
  /// Where a moved floor lives now, if that is known.
  std::optional<Target> moved(const digest::StoredPost& stored) const;

  const std::vector<const digest::StoredPost*>& inline_floors() const { return inline_; }
  /// A page of raw floors.
  bool all_inline() const { return all_inline_; }
  /// Of a long thread: only its last floors stand on its page.
  bool is_tail() const { return is_tail_; }
  /// Floors that can be read.
  std::int64_t total() const { return total_; }
  /// Of the words around what the forum says.
  digest::Language language() const { return language_; }
  /// When the digest was made: the page's date.
  digest::Instant dated() const { return dated_; }

 private:
  bool may_exist(digest::Floor floor) const;

  std::string base_path_;
  std::string path_;
  std::string forum_url_;
  std::vector<const digest::StoredPost*> inline_;
  std::unordered_set<digest::Floor> known_;
  std::unordered_set<digest::Floor> shown_;
  digest::Floor first_known_{};
  digest::Floor last_known_{};
  std::int64_t total_ = 0;
  digest::Instant dated_{};
  digest::Language language_ = digest::Language::zh;
  bool all_known_ = false;
  bool is_tail_ = false;
  bool all_inline_ = false;
};

}  // namespace gailou::render
