#include "storage/search.h"

namespace gailou::storage {

digest::SearchLine line_of(const SearchHit& hit, const digest::SearchQuery& query, std::size_t length) {
  digest::SearchLine line{.place = hit.place.value,
                          .source = hit.source,
                          .origin = hit.origin,
                          .topic = hit.topic,
                          .slug = hit.slug,
                          .title = hit.title,
                          .at = hit.at,
                          .snippet = digest::snippet(hit.text, query, length),
                          .floor = hit.floor,
                          .forum_floor = hit.forum_floor,
                          .author = hit.author};
  if (hit.entry) {
    line.entry = hit.entry->seq;
    line.section = hit.entry->section;
    line.marker = hit.entry->marker;
    line.cites = hit.entry->cites;
  }
  return line;
}

}  // namespace gailou::storage
