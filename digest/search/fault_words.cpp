// What is wrong with a query, said to who typed it.
#include "digest/search/query.h"

namespace gailou::digest {
namespace {

using Kind = SearchFault::Kind;

struct Said {
  Kind kind;
  std::string_view chinese;
  std::string_view english;
  std::string_view hint;  // English only: the Chinese says what to do by itself
};

constexpr Said kSaid[] = {
    {Kind::empty, "请输入要找的词，例如 算力、\"混合架构\" 或 作者:名字", "there is nothing to search for",
     "give words, as in `gailou search 算力`, or a filter such as author:NAME"},
    {Kind::too_long, "查询太长：最多 1024 个字节，请只留几个关键的词", "the query is over 1024 bytes",
     "keep a few words of it"},
    {Kind::too_many, "词和条件太多：最多 24 个，请去掉一些", "there are over 24 words and filters", "leave some out"},
    {Kind::only_unwanted, "只有要排除的词：请再加一个要找的词或条件", "there are only words to leave out",
     "add a word to find or a filter"},
    {Kind::open_quote, "引号没有配对：请补上后一半，或去掉引号", "a quote isn't closed",
     "add the other half, or leave the quote out"},
    {Kind::empty_filter, "冒号后面缺少内容：请紧接着写，中间不留空格", "a filter has no value",
     "write it right behind the colon: author:NAME"},
    {Kind::twice, "同一个条件只能给一次", "a filter is given twice", "give it once"},
    {Kind::excluded_filter, "减号只能用在词前面，不能用在条件前面", "a filter can't be excluded",
     "- stands before words only"},
    {Kind::unknown_filter, "没有这个条件", "there is no such filter", ""},
    {Kind::bad_source, "来源名只有小写字母、数字和 -，例如 来源:uscardforum", "that is no source's name",
     "as in source:uscardforum; `gailou sources` lists them"},
    {Kind::bad_thread, "帖子应写成 来源/编号，例如 帖子:uscardforum/493728", "that is no thread",
     "as in thread:uscardforum/493728; `gailou list` has them"},
    {Kind::bad_time, "时间应写成 2026-05-09、2026-05 或 3d（三天前）", "that is no time",
     "as in after:2026-05-09, after:2026-05, after:3d or 2026-05-09T18:00:00Z"},
    {Kind::bad_in, "范围只能是 楼层 或 条目（in:floors、in:entries）", "in: takes floors or entries", ""},
    {Kind::bad_section, "没有这个栏目：可用 key、deals、latest、disputes、actions 或栏目的标题",
     "there is no such section", "key, deals, latest, disputes, actions"},
    {Kind::never_both, "作者和楼层只对原文有用，栏目只对条目有用，不能同时要求",
     "author: and in:floors are about floors, section: and in:entries about entries", "ask for one of both"},
    {Kind::no_time, "after 要早于 before，否则什么时间都不符合", "after: isn't before before:", "swap them"},
};

const Said& said_of(Kind kind) {
  for (const auto& one : kSaid) {
    if (one.kind == kind) return one;
  }
  return kSaid[0];
}

}  // namespace

std::string in_chinese(const SearchFault& fault) {
  std::string text(said_of(fault.kind).chinese);
  if (!fault.piece.empty()) text = "“" + fault.piece + "”：" + text;
  if (!fault.hint.empty()) text += "，要写的是 " + fault.hint + ": 吗？";
  return text;
}

Error in_english(const SearchFault& fault) {
  const auto& said = said_of(fault.kind);
  Error error{.code = Code::usage, .what = std::string(said.english), .hint = std::string(said.hint)};
  if (!fault.piece.empty()) error.what = "'" + fault.piece + "': " + error.what;
  if (!fault.hint.empty()) error.hint = "did you mean " + fault.hint + ":? to search for the words, put them in quotes";
  return error;
}

}  // namespace gailou::digest
