// F7, F14: a request's target is refused, or a path without tricks; where it leads is the same once more; a search is a
// query or a named fault.
#include <string>

#include "daemon/io/server/request_path.h"
#include "daemon/serve/negotiate.h"
#include "daemon/serve/router.h"
#include "digest/search/query.h"
#include "digest/time.h"
#include "tests/fuzz/target.h"

namespace gailou::fuzz {

void feed_request(std::string_view bytes) {
  const auto target = io::parse_target(bytes);
  if (target) {
    expect(target->path.starts_with('/'), "a path that begins nowhere");
    expect(target->path.find('\0') == std::string::npos, "a path with a NUL");
    for (const std::string base : {"", "/gailou"}) {
      const auto leads = serve::route_of(target->path, base);
      if (leads.kind != serve::Target::Kind::moved) continue;
      const auto again = serve::route_of(base + leads.path, base);
      expect(again.kind == serve::Target::Kind::found, "a redirect that leads to no page");
    }
  }
  static_cast<void>(digest::parse_search(bytes, digest::from_ms(1'777'000'000'000), "America/Los_Angeles"));
  static_cast<void>(serve::prefers_html(bytes));
  static_cast<void>(serve::wants_gzip(bytes));
  static_cast<void>(serve::has_current(bytes, "\"abc\""));
}

}  // namespace gailou::fuzz
