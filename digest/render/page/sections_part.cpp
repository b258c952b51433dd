#include "digest/render/page/sections_part.h"

#include <algorithm>
#include <iterator>

#include "digest/catch_up_codec.h"
#include "digest/render/page/frame.h"
#include "digest/render/paths.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

/// What is left of a thread's offers changes by the day: the list of them is a page of its own.
std::vector<Node> offers_line(std::string_view section, const digest::Digest& digest, const Site& site) {
  const bool has_offers = std::any_of(digest.entries.begin(), digest.entries.end(), [&](const digest::Entry& entry) {
    return entry.section == section && entry.deal.has_value();
  });
  if (!has_offers) return {};
  const std::string thread = digest.thread.source + "/" + std::to_string(digest.thread.topic.value);
  std::vector<Node> line;
  line.push_back(make(Tag::p,
                      link_to(Target::local(site.base_path, "/deals?thread=" + thread),
                              said(site.language, "还能上车的羊毛", "Offers still alive")),
                      said(site.language, "，按截止日排列", ", the next to end first"))
                     .with(Attr::classes, "note"));
  return line;
}

/// Links from elsewhere to a thread's first entries name no page of theirs (entry_path()): they lead to the line that
/// leads on.
void add_anchors(Node& line, EntryPlaces::Shown hidden) {
  for (const auto* entry : hidden) {
    if (entry->seq.value > kInlineEntries) return;
    line.add(Node(Tag::span).with(Attr::id, entry_id(entry->seq)));
  }
}

/// Of a section that is too long for the page: how much of it is here, and where the rest is.
std::vector<Node> rest_line(std::size_t index, const EntryContext& context) {
  const auto& entries = context.entries;
  const auto hidden = entries.before(index);
  if (hidden.empty()) return {};
  const bool english = context.site.language == digest::Language::en;
  const auto shown = std::ssize(entries.shown(index));
  Node line = Node(Tag::p).with(Attr::classes, "note");
  add_anchors(line, hidden);
  line.add(english ? "These are the last " + grouped(shown) + ". " : "以下是最近 " + grouped(shown) + " 条。");
  const auto earlier = std::ssize(hidden);
  line.add(link_to(entries.page_of(index, earlier, entry_id(hidden.back()->seq)),
                   english ? grouped(earlier) + " earlier ones" : "更早的 " + grouped(earlier) + " 条"));
  line.add(english ? ", " : "，");
  line.add(link_to(entries.page_of(index, 1), english ? "from the first" : "从第 1 条读起"));
  line.add(english ? ", " : "，");
  line.add(link_to(entries.whole("s" + std::to_string(index + 1)), english ? "all on one page" : "全部放在一页"));
  std::vector<Node> lines;
  lines.push_back(std::move(line));
  return lines;
}

std::string news_words(std::int64_t count, const ThreadView& view, digest::Language language) {
  const std::string many = grouped(count);
  if (language == digest::Language::en)
    return many + (view.latest ? " new in this revision" : " new since the last visit");
  return (view.latest ? "本版新增 " : "上次访问后新增 ") + many + " 条";
}

}  // namespace

Node nothing_yet(digest::Language language) {
  return make(Tag::p, said(language, "（暂无）", "(nothing yet)")).with(Attr::classes, "none");
}

Node contents_part(const EntryPlaces& entries, digest::Language language) {
  Node list(Tag::ol);
  for (std::size_t index = 0; index < std::size(digest::kSections); ++index) {
    list.add(make(Tag::li,
                  link_to(Target::fragment("s" + std::to_string(index + 1)),
                          section_title(digest::kSections[index].key, language)),
                  " ", make(Tag::small, std::to_string(entries.total(index)))));
  }
  return make(Tag::nav, std::move(list))
      .with(Attr::id, "contents")
      .with(Attr::aria_label, said(language, "章节", "Sections"));
}

Node section_part(std::size_t index, const digest::Digest& digest, const EntryContext& context) {
  const digest::Section& section = digest::kSections[index];
  const std::string number = std::to_string(index + 1);
  Node part =
      make(Tag::section, make(Tag::h2, number + ". " + std::string(section_title(section.key, context.site.language))))
          .with(Attr::id, "s" + number)
          .with(Attr::data_key, section.key);
  part.add(rest_line(index, context));
  Node list(Tag::ul);
  for (const auto* entry : context.entries.shown(index)) list.add(entry_item(*entry, context));
  if (list.children().empty()) {
    part.add(nothing_yet(context.site.language));
  } else {
    part.add(std::move(list).with(Attr::classes, "entries"));
  }
  part.add(offers_line(section.key, digest, context.site));
  return part;
}

Node news_part(const ThreadView& view, const EntryContext& context) {
  std::int64_t count = 0;
  const digest::Entry* first = nullptr;
  for (std::size_t index = 0; index < std::size(digest::kSections); ++index) {
    for (const auto part : {context.entries.before(index), context.entries.shown(index)}) {
      for (const auto* entry : part) {
        if (!is_new(*entry, context)) continue;
        first = first == nullptr ? entry : first;
        ++count;
      }
    }
  }
  Node line = Node(Tag::p).with(Attr::id, "news").with(Attr::classes, "news");
  if (first == nullptr) return std::move(line).with(Attr::hidden);
  line.add(link_to(context.entries.of(entry_id(first->seq)), news_words(count, view, context.site.language)));
  return line;
}

std::optional<digest::SincePoint> since_of(const ThreadView& view) {
  if (view.caught) return view.caught->point;
  if (!view.since) return std::nullopt;
  return digest::SincePoint{.rev = *view.since};
}

std::string since_name(const ThreadView& view) {
  if (!view.caught) return {};
  std::string name = digest::to_string(view.caught->since);
  // A floor's "#" would begin a fragment; its number alone means the same.
  if (name.starts_with('#')) name.erase(0, 1);
  return name;
}

}  // namespace gailou::render
