// How single posts are written: one function for each thing that can happen to a post.
#pragma once

#include <set>

#include "digest/post.h"
#include "digest/time.h"
#include "storage/sqlite/catalogue.h"
#include "storage/sqlite/search_index.h"

namespace gailou::storage::sqlite {

class PostWriter {
 public:
  /// `stamp` is the time that all of this transaction's sightings get.
  PostWriter(Database& db, digest::ThreadId thread, digest::Instant stamp)
      : db_(db), search_(db), thread_(thread), stamp_(stamp) {}

  void add(const digest::Post& post);
  /// Another text of a visible post.
  void edit(const digest::Post& post);
  /// Visible again, or for the first time.
  void restore(const digest::Post& post);
  /// Hidden, withdrawn or deleted.
  void mark(const digest::Post& post);
  void mark(digest::PostId id, digest::PostState state);
  /// It lives in another topic now (0 = in one not known): its text stays, unseen here.
  void move(digest::PostId id, digest::TopicId to);
  /// Floor, author, likes and the forum's times.
  void relabel(const digest::Post& post);
  /// The same words in other HTML: no version of its own.
  void recook(const digest::Post& post);
  /// The post that was known by its place alone; `write` gives its rows the identity.
  template <class Write>
  void identify(digest::PostId provisional, digest::PostId id, Write write) {
    search_.take_floor(thread_, provisional);
    write();
    show_in_search(id);
  }
  /// Likes.
  void count(const digest::Post& post);
  /// A small action.
  void note_event(const digest::Post& post);

  bool forgot_texts() const { return forgot_texts_; }
  /// Other threads of the source that had kept a post which moved away from them and is deleted now.
  const std::set<digest::ThreadId>& also_marked() const { return also_marked_; }

 private:
  Query on_post(std::string_view query, digest::PostId id);
  void set_text(const digest::Post& post, bool is_edit);
  void set_labels(const digest::Post& post);
  bool is_renamed(const digest::Post& post);
  void show_in_search(digest::PostId id);
  void forget(digest::PostId id);
  void forget_moved_copies(digest::PostId id);
  Database& db_;
  SearchIndex search_;
  digest::ThreadId thread_;
  digest::Instant stamp_;
  bool forgot_texts_ = false;
  std::set<digest::ThreadId> also_marked_{};
};

}  // namespace gailou::storage::sqlite
