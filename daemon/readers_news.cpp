#include "daemon/readers_news.h"

#include <string>
#include <variant>

namespace gailou {

namespace {

serve::ThreadNews in_words(const track::ThreadNews& news) {
  return {.thread = news.thread,
          .change = std::string(name_of(news.change)),
          .state = news.state,
          .until = news.paused_until,
          .title = news.title};
}

serve::SourceNews in_words(const track::SourceNews& news) {
  return {.source = news.source,
          .up = news.up,
          .reason = news.up ? std::string() : std::string(digest::name_of(news.reason)),
          .until = news.until};
}

}  // namespace

void tell_readers(const track::News& news, serve::Live& live) {
  std::visit([&live](const auto& each) { live.tell(in_words(each)); }, news);
}

}  // namespace gailou
