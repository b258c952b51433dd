// The tables of cue words. Latin words match whole words only; Chinese ones anywhere, so they are chosen not to occur
// inside others. A new word is a new line here and nothing else.
#include "digest/compose/cues.h"

#include <algorithm>
#include <cctype>
#include <span>

#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using Words = std::span<const std::string_view>;

// English "but" and "though" are left out: they turn against something in every other sentence.
constexpr std::string_view kContrast[] = {"但",
                                          "不过",
                                          "然而",
                                          "可是",
                                          "反而",
                                          "其实",
                                          "并不",
                                          "不是说",
                                          "而不是",
                                          "并不是",
                                          "才不是",
                                          "未必",
                                          "不一定",
                                          "没必要",
                                          "不需要",
                                          "不用",
                                          "相反",
                                          "何况",
                                          "只是",
                                          "才叫",
                                          "怎么会",
                                          "哪有",
                                          "难道",
                                          "凭什么",
                                          "又不",
                                          "却",
                                          "明明",
                                          "不如",
                                          "没见",
                                          "不觉得",
                                          "不见得",
                                          "however",
                                          "despite",
                                          "i doubt",
                                          "not really",
                                          "on the contrary",
                                          "i don't think",
                                          "i don't agree",
                                          "not sure that"};

constexpr std::string_view kDispute[] = {
    "不成立",   "反驳",     "显然",      "外行",       "并非",     "没出局", "算个锤子", "放弃",       "不方便",
    "本末倒置", "不同意",   "不认同",    "不赞同",     "不敢苟同", "胡说",   "胡扯",     "扯淡",       "瞎说",
    "误导",     "谣言",     "辟谣",      "说错",       "搞错",     "你错了", "不对吧",   "站不住",     "不可能",
    "不靠谱",   "不划算",   "不推荐",    "质疑",       "争议",     "打脸",   "智障",     "bs",         "disagree",
    "wrong",    "nonsense", "incorrect", "misleading", "not true", "untrue", "bullshit", "false claim"};

constexpr std::string_view kDeal[] = {
    "羊毛",     "返现", "返利",  "优惠",   "折扣",     "打折",          "免费",      "套餐",  "薅",    "开卡",
    "开户奖励", "积分", "红包",  "满减",   "买一送一", "半价",          "送钱",      "加赠",  "里程",  "年费",
    "史高",     "刀的", "刀/月", "tsla",   "referral", "cashback",      "cash back", "bonus", "promo", "coupon",
    "discount", "deal", "deals", "rebate", "voucher",  "sign-up offer", "free trial"};

constexpr std::string_view kAdvice[] = {
    "推荐",      "建议",       "试试",       "不要用",    "别用",       "换成",       "刷新",    "就行了",
    "最好是",    "可以考虑",   "记得",       "务必",      "千万别",     "小心",       "提醒",    "好使",
    "挺好用",    "为什么不用", "值得买",     "应该用",    "直接用",     "用回",       "赶紧",    "抓紧",
    "教程",      "步骤",       "recommend",  "suggest",   "should use", "you should", "you can", "try using",
    "make sure", "avoid",      "workaround", "switch to", "upgrade to"};

constexpr std::string_view kNews[] = {
    "今天",      "今日",   "今晚",      "明天",      "刚刚",       "刚才",     "昨天",  "宣布",      "更新",
    "生效",      "修复",   "官方",      "上线",      "发布",       "推送",     "即将",  "公告",      "消息",
    "传闻",      "报道",   "出bug",     "宕机",      "故障",       "恢复",     "提前",  "延期",      "延长",
    "给reset",   "急需",   "announced", "announces", "released",   "launched", "today", "yesterday", "tomorrow",
    "effective", "update", "updated",   "breaking",  "reportedly", "rollout",  "outage"};

constexpr std::string_view kThanks[] = {"谢谢",      "感谢",      "多谢",     "谢了", "谢楼主",   "mark",
                                        "马克",      "马住",      "插眼",     "收藏", "学习了",   "+1",
                                        "同求",      "顶一下",    "沙发",     "恭喜", "祝贺",     "thanks",
                                        "thank you", "thank",     "thx",      "ty",   "congrats", "congratulations",
                                        "bump",      "following", "same here"};

constexpr std::string_view kQuestion[] = {
    "为啥",     "为什么", "为何",     "怎么",        "有没有", "有无",  "有何",    "请问", "求问",   "啥时候",
    "什么时候", "能不能", "是不是",   "有人",        "谁知道", "what",  "why",     "how",  "when",   "where",
    "who",      "which",  "is there", "does anyone", "anyone", "can i", "can you", "does", "do you", "did"};

constexpr std::string_view kLaughter[] = {"哈哈", "笑死", "233",  "嘿嘿", "呵呵", "草",
                                          "绝了", "lol",  "lmao", "haha", "rofl", "xswl"};

// Words that hold a cue and mean nothing of it.
constexpr std::string_view kNeutral[] = {"是不是", "不过是", "不但", "但愿", "只是问", "不得不", "要不是", "不可能不"};

Words words_of(Cue cue) {
  switch (cue) {
    case Cue::contrast:
      return kContrast;
    case Cue::dispute:
      return kDispute;
    case Cue::deal:
      return kDeal;
    case Cue::advice:
      return kAdvice;
    case Cue::news:
      return kNews;
    case Cue::thanks:
      return kThanks;
    case Cue::question:
      return kQuestion;
    case Cue::laughter:
      return kLaughter;
  }
  return {};
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool stands_at(std::string_view text, std::string_view word, std::size_t at) {
  if (at > 0 && is_letter(word.front()) && is_letter(text[at - 1])) return false;
  const auto end = at + word.size();
  return !(end < text.size() && is_letter(word.back()) && is_letter(text[end]));
}

bool contains(std::string_view text, std::string_view word) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if (stands_at(text, word, at)) return true;
  }
  return false;
}

/// "20刀", "送 $300": an amount that somebody gets.
bool names_money(std::string_view text) {
  constexpr std::string_view kUnit = "刀";
  for (auto at = text.find(kUnit); at != std::string_view::npos; at = text.find(kUnit, at + 1)) {
    if (at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9') return true;
  }
  constexpr std::string_view kGets[] = {"送", "返", "给", "奖", "bonus", "开户", "开卡", "减"};
  const auto at = text.find('$');
  return at != std::string_view::npos &&
         std::any_of(std::begin(kGets), std::end(kGets), [&](std::string_view word) { return contains(text, word); });
}

}  // namespace

std::size_t count_cues(std::string_view text, Cue cue) {
  const auto words = words_of(cue);
  return static_cast<std::size_t>(
      std::count_if(words.begin(), words.end(), [text](std::string_view word) { return contains(text, word); }));
}

bool opens_with_cue(std::string_view text, Cue cue) {
  const auto words = words_of(cue);
  return std::any_of(words.begin(), words.end(),
                     [text](std::string_view word) { return text.starts_with(word) && stands_at(text, word, 0); });
}

std::string cue_form(std::string_view text) {
  auto form = to_u8(lower(norm32(text)));
  for (const auto word : kNeutral) {
    for (auto at = form.find(word); at != std::string::npos; at = form.find(word, at))
      form.replace(at, word.size(), " ");
  }
  return form;
}

std::string_view section_of(std::string_view text, bool replies, bool about_deals) {
  const auto form = cue_form(text);
  if (replies && has_cue(form, Cue::contrast)) return "disputes";
  if (has_cue(form, Cue::dispute)) return "disputes";
  if (has_cue(form, Cue::deal) || names_money(form)) return "deals";
  if (has_cue(form, Cue::advice)) return "actions";
  if (has_cue(form, Cue::news)) return "latest";
  return about_deals ? "deals" : "key";
}

}  // namespace gailou::digest
