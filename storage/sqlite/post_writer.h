// How single posts are written: one function for each thing that can happen to a post.
#pragma once

#include "digest/post.h"
#include "digest/time.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

class PostWriter {
 public:
  /// `stamp` is the time that all of this transaction's sightings get.
  PostWriter(Database& db, digest::ThreadId thread, digest::Instant stamp) : db_(db), thread_(thread), stamp_(stamp) {}

  void add(const digest::Post& post);
  /// Another text of a visible post.
  void edit(const digest::Post& post);
  /// Visible again, or for the first time.
  void restore(const digest::Post& post);
  /// Hidden, withdrawn, deleted or moved.
  void mark(const digest::Post& post);
  void mark(digest::PostId id, digest::PostState state);
  /// Floor, author, likes and the forum's times.
  void relabel(const digest::Post& post);
  /// A small action.
  void note_event(const digest::Post& post);

  bool forgot_texts() const { return forgot_texts_; }

 private:
  Query on_post(std::string_view query, digest::PostId id);
  void set_text(const digest::Post& post, bool is_edit);
  Database& db_;
  digest::ThreadId thread_;
  digest::Instant stamp_;
  bool forgot_texts_ = false;
};

}  // namespace gailou::storage::sqlite
