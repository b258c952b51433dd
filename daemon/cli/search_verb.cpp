// `search`: where words stand.
#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "daemon/cli/reads.h"
#include "daemon/cli/verbs.h"
#include "daemon/io/log.h"
#include "digest/render/search/search.h"
#include "digest/search/query.h"

namespace gailou::cli {

namespace {

using digest::Result;
using digest::SearchLine;

constexpr int kNothingFound = 2;

std::string typed_of(const SearchArguments& verb) {
  std::string typed;
  for (const std::string& word : verb.words) typed += (typed.empty() ? "" : " ") + word;
  return typed;
}

/// "#12", "e7"
std::string name_of(const SearchLine& line) {
  return line.entry ? digest::entry_id(*line.entry) : "#" + std::to_string(line.floor.value);
}

/// An author, or what an entry is: its marker, else its section.
std::string by_of(const SearchLine& line) {
  if (!line.entry) return line.author;
  const std::string marker = digest::to_string(line.marker);
  if (!marker.empty()) return marker;
  const auto* found = std::ranges::find(digest::kSections, line.section, &digest::Section::key);
  return found == std::end(digest::kSections) ? line.section : std::string(found->title);
}

std::string thread_of(const SearchLine& line) {
  return line.source + "/" + std::to_string(line.topic.value);
}

std::string plain_snippet(const SearchLine& line) {
  std::string text;
  for (const auto& part : line.snippet) text += part.text;
  return text;
}

std::string painted_snippet(const SearchLine& line, const Paint& paint) {
  std::string text;
  for (const auto& part : line.snippet) {
    // Each part is made printable before the colours are put around it.
    const std::string shown = io::log::printable(part.text);
    text += part.hit ? paint.bold(shown) : shown;
  }
  return text;
}

/// For programs that cut columns: each fact in its own, whole.
std::string rows_of(const std::vector<SearchLine>& hits, const Session& session) {
  std::vector<std::vector<std::string>> cells;
  for (const SearchLine& line : hits) {
    cells.push_back({thread_of(line), name_of(line), digest::to_iso(line.at), by_of(line), plain_snippet(line)});
  }
  return table(std::vector<Column>(5), cells, session.table_style());
}

std::string shown_text(const std::vector<SearchLine>& hits, const Session& session) {
  std::string text;
  for (const SearchLine& line : hits) {
    const std::string title = line.title.empty() ? "" : " " + line.title;
    text += session.paint.bold(cell(name_of(line))) + " " +
            cell(by_of(line) + " · " + thread_of(line) + title + " · " + time_text(line.at, session)) + "\n  " +
            painted_snippet(line, session.paint) + "\n";
  }
  return text;
}

void print_hits(Session& session, const std::string& typed, const protocol::SearchReply& reply) {
  if (session.global.json) {
    const render::SearchView view{
        .typed = typed, .hits = reply.hits, .next = reply.next, .incomplete = reply.incomplete};
    session.print(render::search_json(view, session.places.site.base_path));
  } else if (session.streams.out_is_terminal) {
    session.print_long(shown_text(reply.hits, session));
  } else {
    session.print(rows_of(reply.hits, session));
  }
}

}  // namespace

Result<int> run(Session& session, const SearchArguments& verb) {
  const std::string typed = typed_of(verb);
  const std::string& zone = session.places.site.zone;
  const auto parsed = digest::parse_search(typed, session.streams.now, zone);
  if (parsed.fault) return digest::in_english(*parsed.fault);
  Reads reads(session);
  const auto reply = reads.answer(protocol::SearchStore{
      .words = typed, .zone = zone, .now = session.streams.now, .limit = verb.limit, .after = verb.after});
  if (!reply) return reply.error();
  print_hits(session, parsed.query.text, *reply);
  if (reply->incomplete) session.note("older floors and entries are still being indexed: there may be more to find");
  if (reply->next) session.note("more with: --after " + std::to_string(*reply->next));
  if (!reply->hits.empty()) return 0;
  // A page may have looked at so much that a filter left out: then there may be hits behind it.
  session.note("nothing found" + std::string(reply->next ? " so far" : "; try fewer or shorter words"));
  return kNothingFound;
}

}  // namespace gailou::cli
