// A long digest's entries on pages of their own: those of a section 200 at a time, or all of them on one page.
#include <iterator>

#include "digest/render/blocks/escape.h"
#include "digest/render/page/entry_part.h"
#include "digest/render/page/entry_places.h"
#include "digest/render/page/frame.h"
#include "digest/render/page/keys_part.h"
#include "digest/render/page/places.h"
#include "digest/render/page/sections_part.h"
#include "digest/render/pages.h"
#include "digest/render/paths.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

using digest::Language;

std::string shown_title(const ThreadView& view, Language language) {
  const std::string title = one_line(view.digest.thread.title);
  return title.empty() ? std::string(said(language, "（无题）", "(no title)")) : title;
}

std::string numbered_title(std::size_t index, Language language) {
  return std::to_string(index + 1) + ". " + std::string(section_title(digest::kSections[index].key, language));
}

/// "羊毛/优惠信息 · 第 201–400 条，共 812 条"
std::string range_words(const EntryPlaces& entries, std::size_t index, Language language) {
  const auto first = std::ssize(entries.before(index)) + 1;
  const auto last = first + std::ssize(entries.shown(index)) - 1;
  const std::string total = grouped(entries.total(index));
  const std::string range = grouped(first) + (last > first ? "–" + grouped(last) : "");
  return language == Language::en ? range + " of " + total : "第 " + range + " 条，共 " + total + " 条";
}

Node paging(const EntryPlaces& entries, std::size_t index, const Places& places) {
  const Language language = places.language();
  const auto first = std::ssize(entries.before(index)) + 1;
  const auto next = first + std::ssize(entries.shown(index));
  Node line = Node(Tag::p).with(Attr::classes, "pager");
  line.add(first > 1 ? link_to(entries.page_of(index, first - 1), said(language, "← 更早的条目", "← earlier entries"))
                           .with(Attr::rel, "prev")
                     : make(Tag::span));
  line.add(" ");
  const std::string section = "#s" + std::to_string(index + 1);
  line.add(link_to(places.page(section), said(language, "回到摘要", "back to the digest")));
  line.add(" ");
  line.add(next <= entries.total(index)
               ? link_to(entries.page_of(index, next), said(language, "更新的条目 →", "later entries →"))
                     .with(Attr::rel, "next")
               : make(Tag::span));
  return line;
}

/// The same section list as on the thread's page, each leading to the first page of its section.
Node other_sections(const EntryPlaces& entries, std::size_t index, Language language) {
  Node list(Tag::ol);
  for (std::size_t other = 0; other < std::size(digest::kSections); ++other) {
    if (entries.total(other) == 0) continue;
    Node link = link_to(entries.page_of(other, 1), section_title(digest::kSections[other].key, language));
    list.add(make(Tag::li, other == index ? std::move(link).with(Attr::aria_current, "true") : std::move(link), " ",
                  make(Tag::small, std::to_string(entries.total(other)))));
  }
  return make(Tag::nav, std::move(list)).with(Attr::aria_label, said(language, "章节", "Sections"));
}

Node head_of_page(const ThreadView& view, const Places& places, const std::string& facts) {
  return make(Tag::fragment, make(Tag::h1, link_to(places.page(), shown_title(view, places.language()))),
              make(Tag::p, facts).with(Attr::classes, "facts"));
}

Node section_main(const EntriesPage& page, const EntryContext& context, std::size_t index) {
  const auto& places = context.places;
  const Language language = places.language();
  Node list = Node(Tag::ul).with(Attr::classes, "entries");
  for (const auto* entry : context.entries.shown(index)) list.add(entry_item(*entry, context));
  Node main = make(Tag::main, head_of_page(page.thread, places, range_words(context.entries, index, language)),
                   other_sections(context.entries, index, language));
  main.add(make(
      Tag::section, make(Tag::h2, numbered_title(index, language)),
      make(Tag::nav, paging(context.entries, index, places)).with(Attr::aria_label, said(language, "翻页", "Pages")),
      std::move(list)));
  return main;
}

Node whole_main(const EntriesPage& page, const EntryContext& context) {
  const auto& digest = page.thread.digest;
  const Language language = context.site.language;
  const std::string count = grouped(std::ssize(digest.entries));
  Node main = make(Tag::main,
                   head_of_page(page.thread, context.places,
                                language == Language::en ? "All " + count + " entries" : "全部 " + count + " 条"),
                   contents_part(context.entries, language));
  for (std::size_t index = 0; index < std::size(digest::kSections); ++index) {
    main.add(section_part(index, digest, context));
  }
  return main;
}

}  // namespace

std::optional<std::string> place_of_entry(const digest::Digest& digest, digest::EntrySeq seq) {
  // Below the base path: what redirects there knows that itself.
  const Places places(ThreadView{.digest = {.thread = digest.thread}}, Site{});
  const auto entries = EntryPlaces::elsewhere(digest, places);
  const std::string id = digest::entry_id(seq);
  if (!entries.is_known(id)) return std::nullopt;
  return entries.of(id).text();
}

std::string entries_page(const EntriesPage& page, const Site& site) {
  const Places places(page.thread, site);
  const auto& digest = page.thread.digest;
  const std::string since = since_name(page.thread);
  const auto entries = page.section ? EntryPlaces::of_section(digest, places, *page.section, page.from, since)
                                    : EntryPlaces::of_all(digest, places, since);
  const Echoes echoes = echoes_of(digest);
  const EntryContext context{
      .places = places, .site = site, .echoes = echoes, .entries = entries, .since = since_of(page.thread)};
  Frame frame{.edition = digest.thread.source, .dated = digest.generated_at};
  frame.title = shown_title(page.thread, site.language);
  frame.path = places.path() + "/entries";
  if (page.section) {
    frame.title = std::string(section_title(digest::kSections[*page.section].key, site.language)) + " · " + frame.title;
    frame.path = entries_path(places.path(), digest::kSections[*page.section].key, page.from);
    frame.footer.push_back(paging(entries, *page.section, places));
  } else {
    frame.title = std::string(said(site.language, "全部条目", "All entries")) + " · " + frame.title;
  }
  frame.footer.push_back(keys_part(site));
  Node main = page.section ? section_main(page, context, *page.section) : whole_main(page, context);
  return framed(site, std::move(frame), std::move(main));
}

}  // namespace gailou::render
