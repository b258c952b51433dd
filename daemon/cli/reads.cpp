#include "daemon/cli/reads.h"

#include <iterator>

namespace gailou::cli {

using digest::Code;
using digest::Result;

Result<void> Reads::open_store(const digest::Error& no_daemon) {
  auto opened = storage::open_reader(session_.places.state);
  if (!opened) {
    // Neither is there: what to do is to start the daemon, not to look for a file.
    if (opened.error().code == Code::not_found) {
      digest::Error error = no_daemon;
      error.what += ", and there is no store in " + session_.places.state;
      return error;
    }
    return opened.error();
  }
  reader_ = std::move(*opened);
  session_.note("gailou: " + session_.verb + ": no daemon at " + session_.client.socket() + ", read from " +
                session_.places.state);
  return {};
}

Result<std::vector<digest::StoredPost>> Reads::all_posts(protocol::ReadPosts verb) {
  std::vector<digest::StoredPost> posts;
  while (true) {
    auto page = answer(verb);
    if (!page) return page.error();
    posts.insert(posts.end(), std::make_move_iterator(page->posts.begin()), std::make_move_iterator(page->posts.end()));
    // A cursor that doesn't move on would never end.
    if (!page->next || (verb.from && page->next->value <= *verb.from)) return posts;
    verb.from = page->next->value;
  }
}

}  // namespace gailou::cli
