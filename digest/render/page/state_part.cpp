#include "digest/render/page/state_part.h"

#include <algorithm>
#include <array>

#include "digest/render/blocks/escape.h"
#include "digest/render/page/frame.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

struct StateWords {
  std::string_view state;
  std::string_view word;    // in a list
  std::string_view notice;  // on the thread's page; "" = none
  std::string_view english_word;
  std::string_view english_notice;
};

constexpr auto kStates = std::to_array<StateWords>({
    {"active", "", "", "", ""},
    {"asleep", "久无新楼", "", "asleep", ""},
    {"closed", "已关闭", "原帖已关闭，不再有新楼。", "closed", "The thread is closed; no floor will be added."},
    {"paused", "已暂停", "已暂停跟踪，下面是暂停前的内容。", "paused",
     "Tracking is paused; below is what came before."},
    {"challenged", "论坛要求验证", "论坛暂时要求人工验证，正在等待后重试。", "challenged",
     "The forum wants to see a human for the moment; it is tried again later."},
    {"gone", "原帖已不在", "原帖已删除或不再公开，这里只留下它还公开时的摘要。", "gone",
     "The thread was deleted or is public no more; this is its digest from when it was."},
});

const StateWords* words_of(std::string_view state) {
  const auto found = std::find_if(kStates.begin(), kStates.end(), [&](const auto& row) { return row.state == state; });
  return found == kStates.end() ? nullptr : &*found;
}

Node notice(std::string_view classes) {
  return Node(Tag::p).with(Attr::classes, classes);
}

Node fetching_notice(const ThreadView& view, const Places& places) {
  Node line = notice("notice");
  line.add(std::string(said(places.language(), "正在收录 ", "Fetching ")) + grouped(places.total()));
  if (view.expected <= 0) return line;
  const std::int64_t done = std::min(places.total(), view.expected);
  line.add("/" + grouped(view.expected) + " ");
  line.add(Node(Tag::progress)
               .with(Attr::max, std::to_string(view.expected))
               .with(Attr::value, std::to_string(done))
               .with(Attr::aria_label, said(places.language(), "收录进度", "progress of the fetch")));
  return line;
}

Node down_notice(const ThreadView& view, const Site& site) {
  Node line = notice("notice");
  const bool english = site.language == digest::Language::en;
  // Why is for the owner, who finds it in `gailou show`: it may name what readers have no business with.
  line.add(english ? "The forum can't be read at the moment." : "暂时读不到论坛。");
  if (view.last_success) {
    line.add(english ? " Last success " : "上次成功 ");
    line.add(time_of(*view.last_success, view.digest.generated_at, site));
    line.add(english ? "; " : "，");
  }
  line.add(english ? " it is tried again; what is here can be read." : "会自动重试，已有内容照常可读。");
  return line;
}

std::int64_t highest_floor(const ThreadView& view) {
  std::int64_t highest = std::max(view.digest.thread.last_number.value, view.expected);
  for (const auto& stored : view.posts) highest = std::max(highest, stored.post.floor.value);
  return highest;
}

}  // namespace

std::string_view state_word(std::string_view state, digest::Language language) {
  const StateWords* words = words_of(state);
  return words == nullptr ? std::string_view() : said(language, words->word, words->english_word);
}

Node facts_line(const ThreadView& view, const Places& places, const Site& site) {
  const digest::Digest& digest = view.digest;
  Node line = make(Tag::p, floor_count(highest_floor(view), site.language) +
                               std::string(said(site.language, " · 已收录 ", " · stored ")) + grouped(places.total()));
  if (view.pending > 0) line.add(std::string(said(site.language, " · 待摘 ", " · pending ")) + grouped(view.pending));
  if (digest.revision.value > 0) {
    line.add(said(site.language, " · 更新 ", " · updated "));
    line.add(time_of(digest.generated_at, digest.generated_at, site));
    line.add(said(site.language, " · 修订 ", " · revision "));
    line.add(make(Tag::span, "r" + std::to_string(digest.revision.value)).with(Attr::id, "rev"));
  }
  if (const auto word = state_word(view.state, site.language); !word.empty()) line.add(" · " + std::string(word));
  return std::move(line).with(Attr::classes, "facts");
}

std::vector<Node> state_notices(const ThreadView& view, const Places& places, const Site& site) {
  std::vector<Node> notices;
  const StateWords* words = words_of(view.state);
  if (words != nullptr && !words->notice.empty())
    notices.push_back(
        make(Tag::p, said(site.language, words->notice, words->english_notice)).with(Attr::classes, "notice"));
  if (!view.complete && view.state != "gone") notices.push_back(fetching_notice(view, places));
  if (!view.last_error.empty()) notices.push_back(down_notice(view, site));
  return notices;
}

}  // namespace gailou::render
