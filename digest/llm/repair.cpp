// What the model is told in the round in which it may mend its answer.
#include "digest/llm/plain_line.h"
#include "digest/llm/review.h"

namespace gailou::llm {
namespace {

constexpr std::size_t kFaultsShownMax = 40;

struct RepairWords {
  std::string_view whole;
  std::string_view refused;
  std::string_view more;
  std::string_view open;
  std::string_view lazy;
  std::string_view done;  // nothing is open
  std::string_view again;
  std::string_view whole_again;
};

constexpr RepairWords kRepairChinese{
    .whole = "你的回答整体未被采用:",
    .refused = "以下操作未被采用(#序号 规则 原因):",
    .more = "……其余从略。",
    .open = "尚未处理的楼层:",
    .lazy = "以下楼层较长却被写成 nothing_new,请写 append;确实没有新信息才保留 nothing_new:",
    .done = "没有其他未处理的楼层。",
    .again = "只输出替换这些操作的 gailou.ops/1 JSON 对象;已采用的操作不要重复。规则不变。canary: ",
    .whole_again = "请重新输出一个完整的 gailou.ops/1 JSON 对象,前后不要有其他文字。规则不变。canary: "};
constexpr RepairWords kRepairEnglish{
    .whole = "Your answer as a whole was refused: ",
    .refused = "These operations were refused (#index rule reason):",
    .more = "… and more.",
    .open = "Floors still open: ",
    .lazy =
        "These floors are long, yet called nothing_new; write an append, or keep nothing_new if there really is "
        "nothing new in them: ",
    .done = "No other floor is open.",
    .again =
        "Send only replacements for them, as one gailou.ops/1 JSON object; do not repeat what was accepted. The "
        "rules are the same. canary: ",
    .whole_again =
        "Send the whole gailou.ops/1 JSON object once more, with no text around it. The rules are the same. "
        "canary: "};

std::string list_of(const std::vector<digest::Floor>& floors) {
  std::string list;
  for (const digest::Floor floor : floors) {
    if (!list.empty()) list += ", ";
    list += std::to_string(floor.value);
  }
  return list;
}

void add_faults(const Review& review, const RepairWords& words, std::string& text) {
  std::size_t shown = 0;
  for (const Fault& fault : review.faults) {
    if (fault.rule == "V21") continue;  // the operation stays
    if (shown == 0) text += std::string(words.refused) + "\n";
    if (shown++ == kFaultsShownMax) {
      text += std::string(words.more) + "\n";
      return;
    }
    text += "#" + std::to_string(fault.operation) + " " + fault.rule + " " + fault.what + "\n";
  }
}

}  // namespace

std::string repair_request(const Review& review, std::string_view canary, digest::Language language) {
  const RepairWords& words = language == digest::Language::en ? kRepairEnglish : kRepairChinese;
  std::string text;
  if (!review.whole.empty()) text += std::string(words.whole) + review.whole + "\n";
  add_faults(review, words, text);
  if (!review.open.empty()) text += std::string(words.open) + list_of(review.open) + "\n";
  if (!review.lazy.empty()) text += std::string(words.lazy) + list_of(review.lazy) + "\n";
  if (review.open.empty() && review.lazy.empty()) text += std::string(words.done) + "\n";
  return text + std::string(review.whole.empty() ? words.again : words.whole_again) + std::string(canary) + "\n";
}

}  // namespace gailou::llm
