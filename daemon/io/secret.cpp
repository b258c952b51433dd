#include "daemon/io/secret.h"

#include <cstring>
#include <utility>

namespace gailou::io {

void wipe(std::string& text) {
  // All that was allocated: what a longer text left behind stands after the end.
  text.resize(text.capacity());
  explicit_bzero(text.data(), text.size());
  text.clear();
}

Secret Secret::take(std::string& text) {
  if (text.empty()) return {};
  const auto overwrite = [](std::string* bytes) {
    wipe(*bytes);
    delete bytes;
  };
  std::shared_ptr<std::string> bytes(new std::string(text), overwrite);
  wipe(text);
  return Secret(std::move(bytes));
}

}  // namespace gailou::io
