// F5, F10: a document that is accepted is written and read again as the same; a page to import likewise has an order.
#include <nlohmann/json.hpp>

#include "digest/codec.h"
#include "digest/recorded/page.h"
#include "tests/fuzz/target.h"

namespace gailou::fuzz {

void feed_digest(std::string_view bytes) {
  if (const auto digest = digest::digest_from_document(bytes)) {
    const auto written = digest::to_document(*digest).dump();
    const auto again = digest::digest_from_document(written);
    expect(again.has_value(), "a document that was written can't be read");
    expect(digest::to_document(*again).dump() == written, "another document the second time");
  }
  if (const auto entry = digest::entry_from_json(bytes)) {
    const auto line = digest::canonical_entry(*entry);
    const auto again = digest::entry_from_json(line);
    expect(again.has_value() && digest::canonical_entry(*again) == line, "another entry the second time");
  }
  if (!digest::is_recorded_page(bytes)) return;
  if (const auto page = digest::read_recorded_page(bytes)) {
    expect(page->floors.size() <= digest::kRecordedFloorsMax, "more floors than may be");
  }
}

}  // namespace gailou::fuzz
