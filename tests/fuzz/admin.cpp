// F8: a request of the admin socket is refused with a reason, or is written and read again as the same.
#include <string>

#include "daemon/protocol/message.h"
#include "tests/fuzz/target.h"

namespace gailou::fuzz {

void feed_admin(std::string_view bytes) {
  const auto end = bytes.find('\n');
  const auto verb = bytes.substr(0, end);
  const auto body = end == std::string_view::npos ? std::string_view() : bytes.substr(end + 1);
  const auto request = protocol::request_of(verb, body);
  if (!request) return expect(!request.error().what.empty(), "a refusal without a reason");
  const auto target = protocol::target_of(*request);
  if (target.find('?') != std::string::npos) return;  // an import: its body is a file
  const auto written = protocol::body_of(*request);
  const auto again = protocol::request_of(target.substr(protocol::kTargetPrefix.size()), written);
  expect(again.has_value(), "a request that was written can't be read");
  expect(protocol::body_of(*again) == written, "another request the second time");
}

}  // namespace gailou::fuzz
