#include "daemon/forum/saved_file.h"

#include <utility>

#include "daemon/forum/sources.h"
#include "daemon/io/zone.h"
#include "digest/recorded/posts.h"

namespace gailou::forum {
namespace {

using digest::Code;
using digest::Error;
using digest::Result;

enum class Form { answer, page };

Error too_large(std::size_t bytes) {
  return {.code = Code::too_large,
          .what = "a file of " + std::to_string(bytes) + " bytes; at most 32 MiB are taken",
          .hint = "split it: a topic may come in several files"};
}

/// Judged by how it begins.
Result<Form> form_of(std::string_view text) {
  if (text.size() > kSavedBytesMax) return too_large(text.size());
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return Error{.code = Code::malformed, .what = "it is empty"};
  if (text[start] == '{' || text[start] == '[') return Form::answer;
  if (digest::is_recorded_page(text)) return Form::page;
  if (text[start] == '<') {
    return Error{.code = Code::malformed,
                 .what = "it is a web page",
                 .hint = "open the topic's address with .json behind it and save that"};
  }
  return Error{.code = Code::malformed,
               .what = "neither a topic's JSON nor a recorded page",
               .hint = "a recorded page has its floors under 原始内容"};
}

/// A name that means one offset everywhere needs no help; any other is looked up in the zone that was said.
digest::MomentReader moments_in(const std::string& zone) {
  return [zone](const digest::LocalMoment& moment) -> Result<digest::Instant> {
    if (const auto offset = digest::offset_of_zone(moment.zone)) return digest::instant_of(moment, *offset);
    if (!zone.empty()) return io::instant_in_zone(moment, zone);
    return Error{.code = Code::malformed,
                 .what = "\"" + moment.zone + "\" could be several zones or none",
                 .hint = "say which: --tz Asia/Shanghai, --tz America/Chicago, ..."};
  };
}

Result<SavedFile> read_page(std::string_view text, const SavedFrom& from) {
  auto page = digest::read_recorded_page(text);
  if (!page) return page.error();
  auto observation = digest::observation_of(*page, moments_in(from.zone));
  if (!observation) return observation.error();
  return SavedFile{.form = "page",
                   .observation = std::move(*observation),
                   .posts = page->floors.size() + page->skipped.size(),
                   .skipped = std::move(page->skipped)};
}

const SourceKind* kind_named(std::string_view name) {
  for (const SourceKind& kind : source_kinds()) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

}  // namespace

Result<SavedSubject> subject_of(std::string_view text) {
  const auto form = form_of(text);
  if (!form) return form.error();
  if (*form == Form::page) {
    auto page = digest::read_recorded_page(text);
    if (!page) return page.error();
    return SavedSubject{.heading = std::move(page->heading), .title = std::move(page->title)};
  }
  Error first{.code = Code::malformed, .what = "no kind of forum answers so"};
  for (const SourceKind& kind : source_kinds()) {
    const auto topic = kind.saved_topic(text);
    if (topic) return SavedSubject{.topic = *topic};
    first = topic.error();
  }
  return first;
}

Result<SavedFile> read_saved(std::string_view text, const SavedFrom& from) {
  const auto form = form_of(text);
  if (!form) return form.error();
  if (*form == Form::page) return read_page(text, from);
  const SourceKind* kind = kind_named(from.source.kind);
  if (kind == nullptr) return Error{.code = Code::config, .what = "no forum kind \"" + from.source.kind + "\""};
  return kind->read_saved(text, from);
}

}  // namespace gailou::forum
