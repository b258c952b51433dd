#include "digest/text/cooked.h"

#include "digest/text/cook.h"
#include "digest/text/html_events.h"
#include "digest/text/normalize.h"
#include "digest/text/strip.h"

namespace gailou::digest {

Body parse_cooked(std::string_view html, std::string_view origin) {
  const std::string clean = repair_utf8(html);
  Cook cook(origin);
  if (!read_html(clean, cook)) return strip_tags(clean);
  return cook.take();
}

}  // namespace gailou::digest
