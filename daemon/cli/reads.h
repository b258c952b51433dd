// What needs no daemon: asked of the daemon where one answers, else read from the store, which is said on stderr.
#pragma once

#include <memory>
#include <type_traits>
#include <vector>

#include "daemon/cli/session.h"
#include "daemon/protocol/stored_answers.h"
#include "storage/store.h"

namespace gailou::cli {

class Reads {
 public:
  explicit Reads(Session& session) : session_(session) {}

  template <class Verb>
  digest::Result<typename Verb::Reply> answer(const Verb& verb) {
    if (!reader_) {
      auto reply = session_.client.ask(verb);
      if (reply || session_.client.reached()) return reply;
      if (auto opened = open_store(reply.error()); !opened) return opened.error();
    }
    if constexpr (std::is_same_v<Verb, protocol::ExplainFloor>) {
      return protocol::explained(*reader_, verb, session_.places.pack);
    } else {
      return protocol::answer(*reader_, verb);
    }
  }

  /// All floors of a range, page by page.
  digest::Result<std::vector<digest::StoredPost>> all_posts(protocol::ReadPosts verb);

 private:
  digest::Result<void> open_store(const digest::Error& no_daemon);

  Session& session_;
  std::unique_ptr<storage::Reader> reader_;
};

}  // namespace gailou::cli
