// F2: any HTML becomes text that is UTF-8 and no longer than what came in, and links that lead to http or https.
#include "digest/text/cooked.h"

#include <string>

#include "digest/text/body.h"
#include "digest/text/chars.h"
#include "digest/text/normalize.h"
#include "tests/fuzz/target.h"

namespace gailou::fuzz {

void feed_cooked(std::string_view bytes) {
  const auto body = digest::parse_cooked(bytes, "https://forum.example");
  const std::string text = digest::text_of(body);
  expect(digest::to_u8(digest::to_u32(text)) == text, "a text that is no UTF-8");
  for (const auto& block : body.blocks) {
    for (const auto& span : block.spans) {
      if (span.kind != digest::Span::Kind::link) continue;
      expect(span.url.starts_with("http://") || span.url.starts_with("https://"), "a link that is none of the web");
    }
  }
  // Twice the same: nothing of one post is left for the next.
  expect(digest::parse_cooked(bytes, "https://forum.example") == body, "another body the second time");
}

}  // namespace gailou::fuzz
