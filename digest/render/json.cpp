// The digest as its public document, gailou.digest/1.
#include <nlohmann/json.hpp>

#include "digest/codec.h"
#include "digest/render/catch_up_writers.h"
#include "digest/render/writers.h"

namespace gailou::render {

std::string render_json(const ThreadView& view, const Site&) {
  if (view.caught) return catch_up_json(view);
  // Bytes that aren't UTF-8 were repaired at the border; should one have slipped through, it becomes U+FFFD.
  constexpr auto kReplace = nlohmann::ordered_json::error_handler_t::replace;
  return to_document(view.digest).dump(-1, ' ', false, kReplace) + "\n";
}

}  // namespace gailou::render
