#include "digest/render/page/change.h"

#include <algorithm>

namespace gailou::render {
namespace {

/// In the middle of a character's UTF-8 bytes.
bool continues(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

}  // namespace

Change change_of(std::string_view before, std::string_view after) {
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < shorter && before[head] == after[head]) ++head;
  while (head > 0 && (continues(before, head) || continues(after, head))) --head;
  std::size_t tail = 0;
  while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  while (tail > 0 && continues(before, before.size() - tail)) --tail;
  return {.same_before = before.substr(0, head),
          .removed = before.substr(head, before.size() - head - tail),
          .added = after.substr(head, after.size() - head - tail),
          .same_after = before.substr(before.size() - tail)};
}

}  // namespace gailou::render
