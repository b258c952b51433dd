// What the HTTP parser refuses is told in the digest's language, as all other problems are.
#include "daemon/serve/refusal_words.h"

#include <gtest/gtest.h>

#include "daemon/io/server/request_check.h"
#include "daemon/io/server/request_path.h"
#include "tests/serve/site_fixture.h"

namespace gailou::serve {
namespace {

bool is_chinese(std::string_view text) {
  return text.find("\xe8\xaf\xb7") != std::string_view::npos ||  // 请
         std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xe4; });
}

/// What is said of a header block, "" if it may be served.
std::string refusal_of(std::string block) {
  io::HeaderScan scan(16384);
  if (scan.feed(block) == io::HeaderScan::State::refused) return scan.refusal().detail;
  return {};
}

std::string refusal_of(const io::RequestHead& head, const io::RequestRules& rules = {}) {
  std::uint64_t body = 0;
  const auto refusal = io::check_head(head, rules, body);
  return refusal ? refusal->detail : std::string();
}

io::RequestHead head_with(std::vector<std::pair<std::string_view, std::string_view>> fields,
                          std::string_view method = "GET", std::string_view target = "/") {
  return {.method = method, .target = target, .fields = std::move(fields)};
}

TEST(RefusalWords, whatever_bytes_are_refused_for_is_told_in_chinese) {
  for (const std::string& block :
       {std::string("\r\n"), std::string("GET / HTTP/1.1\n"), std::string("GET / HTTP/1.1\rX"),
        std::string("GET / HTTP/1.1\r\nHost\r\n"), std::string("GET / HTTP/1.1\r\nA: \x01\r\n"),
        "GET /" + std::string(9000, 'a'), "GET / HTTP/1.1\r\nA: " + std::string(17000, 'a')}) {
    const auto detail = refusal_of(block);
    ASSERT_FALSE(detail.empty()) << block.substr(0, 40);
    EXPECT_TRUE(is_chinese(refusal_words(detail).zh)) << detail;
    EXPECT_EQ(refusal_words(detail).en, detail);
  }
}

TEST(RefusalWords, whatever_a_head_is_refused_for_is_told_in_chinese) {
  const std::vector<std::pair<std::string_view, std::string_view>> many(101, {"a", "b"});
  for (const auto& head :
       {head_with({}), head_with({{"Host", "a"}, {"Host", "b"}}), head_with({{"Host", "a b"}}), head_with(many),
        head_with({{"Host", "a"}, {"Transfer-Encoding", "chunked"}}),
        head_with({{"Host", "a"}, {"Content-Length", "1"}, {"Content-Length", "1"}}),
        head_with({{"Host", "a"}, {"Content-Length", "x"}}), head_with({{"Host", "a"}, {"Content-Length", "1"}}),
        head_with({{"Host", "a"}}, "POST"), head_with({{"Host", "a"}}, "GET", "http://a/")}) {
    const auto detail = refusal_of(head);
    ASSERT_FALSE(detail.empty());
    EXPECT_TRUE(is_chinese(refusal_words(detail).zh)) << detail;
  }
  const auto large = head_with({{"Host", "a"}, {"Content-Length", "9"}}, "POST");
  EXPECT_TRUE(is_chinese(refusal_words(refusal_of(large, {.body_bytes_max = 5, .any_method = true})).zh));
}

TEST(RefusalWords, whatever_a_target_is_refused_for_is_told_in_chinese) {
  std::string many = "/?a=1";
  for (int i = 0; i < 70; ++i) many += "&a=1";
  for (const std::string& target :
       {std::string("x"), std::string("/%2"), std::string("/%2f"), std::string("/%00"), std::string("/%01"),
        std::string("/%ff"), std::string("/../x"), std::string("/a b"), many}) {
    const auto parsed = io::parse_target(target);
    ASSERT_FALSE(parsed) << target;
    EXPECT_TRUE(is_chinese(refusal_words(parsed.error().what).zh)) << parsed.error().what;
  }
}

TEST(RefusalWords, what_a_library_found_is_kept_in_english) {
  const auto words = refusal_words("the request is malformed: bad version");
  EXPECT_EQ(words.zh, "请求格式有误");
  EXPECT_EQ(words.en, "the request is malformed: bad version");
}

TEST(RefusalWords, other_words_are_the_same_in_both) {
  EXPECT_EQ(refusal_words("no request line").zh, "no request line");
}

class RefusedRequests : public SiteTest {};

TEST_F(RefusedRequests, have_a_problem_in_the_digests_language) {
  const auto chinese = json_of(site_.error_page(400, "the Host field is missing", {}));
  EXPECT_EQ(chinese["detail"], "缺少 Host 字段");
  Settings settings;
  settings.digest_language = digest::Language::en;
  site_.apply(settings);
  const auto english = json_of(site_.error_page(400, "the Host field is missing", {}));
  EXPECT_EQ(english["detail"], "the Host field is missing");
}

}  // namespace
}  // namespace gailou::serve
