#include "daemon/serve/refusal_words.h"

#include <algorithm>
#include <array>

namespace gailou::serve {

namespace {

struct Said {
  std::string_view en;
  std::string_view zh;
};

// As daemon/io/server words them.
constexpr auto kSaid = std::to_array<Said>({
    {"a Transfer-Encoding is not accepted", "不接受 Transfer-Encoding"},
    {"more than one Content-Length", "Content-Length 不止一个"},
    {"the Content-Length is no number", "Content-Length 不是数字"},
    {"the Host field is missing", "缺少 Host 字段"},
    {"more than one Host field", "Host 字段不止一个"},
    {"the Host field holds no host name", "Host 字段里不是主机名"},
    {"the request line is too long", "请求行太长"},
    {"the header fields are too long", "请求头太长"},
    {"too many header fields", "请求头字段太多"},
    {"a carriage return without line feed", "回车符后面没有换行符"},
    {"a line feed without carriage return", "换行符前面没有回车符"},
    {"a field without colon", "有一个请求头字段没有冒号"},
    {"an empty line instead of a request", "收到的是空行，不是请求"},
    {"a character that may not stand there", "请求头里有不该出现的字符"},
    {"only GET and HEAD are answered here", "这里只回答 GET 和 HEAD"},
    {"the target is not in origin form", "请求目标应以 / 开头"},
    {"a body is not accepted", "不接受请求正文"},
    {"the body is too large", "请求正文太大"},
    {"the request did not arrive in time", "请求没有按时到齐"},
    {"the body did not arrive in time", "请求正文没有按时到齐"},
    {"the request is malformed", "请求格式有误"},
    {"a percent sign without two hexadecimal digits", "百分号后面应有两位十六进制数字"},
    {"an encoded slash in the path", "路径里有编码过的斜杠"},
    {"a NUL in the target", "请求目标里有 NUL 字符"},
    {"a control character in the target", "请求目标里有控制字符"},
    {"the target is not UTF-8", "请求目标不是 UTF-8"},
    {"more than 64 parameters", "参数超过 64 个"},
    {"a character in the target that must be percent-encoded", "请求目标里有必须百分号编码的字符"},
    {"\".\" or \"..\" as a part of the path", "路径里有单独的 . 或 .. 一段"},
});

}  // namespace

Words refusal_words(std::string_view detail) {
  // Behind the colon of "the request is malformed: bad field" a library says what it found.
  const auto known = detail.substr(0, detail.find(':'));
  const auto found = std::ranges::find(kSaid, known, &Said::en);
  if (found == kSaid.end()) return as_is(detail);
  return {.zh = std::string(found->zh), .en = std::string(detail)};
}

}  // namespace gailou::serve
