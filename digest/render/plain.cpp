// The text form: the lay-out of a printed page, byte for byte (docs: the text format's grammar). No wrapping, LF only,
// exactly one at the end.
#include "digest/render/blocks/escape.h"
#include "digest/render/catch_up_writers.h"
#include "digest/render/entry_text.h"
#include "digest/render/floors.h"
#include "digest/render/formats.h"
#include "digest/render/said.h"
#include "digest/render/writers.h"

namespace gailou::render {
namespace {

std::string none_in_text(digest::Language language) {
  return std::string(said(language, "(暂无)", "(nothing yet)"));
}

std::string entry_line(const digest::Entry& entry, digest::Language language) {
  const std::string marker = marker_text(entry.marker, language);
  const std::string_view colon = language == digest::Language::en ? ": " : ":";
  return "  • " + marker + (marker.empty() ? "" : std::string(colon)) + text_with_cites(entry) + "\n";
}

void write_section(std::string& out, const digest::Digest& digest, std::size_t index, digest::Language language) {
  const digest::Section& section = digest::kSections[index];
  out += "\n" + std::to_string(index + 1) + ". " + std::string(section_title(section.key, language)) + "\n\n";
  const auto entries = entries_of(digest, section.key);
  for (const auto* entry : entries) out += entry_line(*entry, language);
  if (entries.empty()) out += "  " + none_in_text(language) + "\n";
}

/// A body that begins like a floor's header would be read as one by an import: a blank in front tells them apart.
std::string body_line(const digest::StoredPost& stored) {
  const std::string line = one_line(stored.text);
  return (line.starts_with("--- 第 ") ? " " : "") + line;
}

std::string moved_line(const digest::StoredPost& stored, const ThreadView& view, const Site& site) {
  const std::string url = moved_url(stored, view.forum_url);
  const MovedNote note = moved_note(!url.empty(), site.language);
  return std::string(note.before) + url + std::string(note.after);
}

void write_floors(std::string& out, const ThreadView& view, const Site& site) {
  // What an import reads is the same in every language.
  out += "原始内容\n";
  bool first = true;
  for (const auto* stored : shown_floors(view.posts)) {
    const digest::Post& post = stored->post;
    out += first ? "" : "\n";
    first = false;
    out += "--- 第 " + std::to_string(post.floor.value) + " 楼来自 " + one_line(post.author) + " 的回复 (" +
           local_time(post.created_at, site.zone) + ") ---\n\n" +
           (has_moved(*stored) ? moved_line(*stored, view, site) : body_line(*stored)) + "\n";
  }
}

}  // namespace

std::string render_text(const ThreadView& view, const Site& site) {
  return render_text(view, site, view.raw);
}

std::string render_text(const ThreadView& view, const Site& site, bool raw) {
  if (view.caught) return catch_up_text(view, site);
  const digest::Digest& digest = view.digest;
  const std::string summary = one_line(digest.summary.text);
  std::string out = one_line(site.title + " " + digest.thread.source + " · " + site.tagline) + "\n\n" +
                    one_line(digest.thread.title) + "\n\n" + std::string(said(site.language, "内容摘要", "Summary")) +
                    "\n\n" + (summary.empty() ? none_in_text(site.language) : summary) + "\n";
  for (std::size_t index = 0; index < std::size(digest::kSections); ++index)
    write_section(out, digest, index, site.language);
  if (raw) write_floors(out, view, site);
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

}  // namespace gailou::render
