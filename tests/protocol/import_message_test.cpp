// An import is the file itself in the body, and what is said of it in the query.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "daemon/protocol/json.h"
#include "daemon/protocol/message.h"
#include "daemon/protocol/replies.h"

namespace gailou::protocol {
namespace {

TEST(ImportMessage, the_file_is_sent_as_it_is) {
  const Request request = ImportFile{.text = "{\"a\": \"\\\"\"}\n\xFF"};
  EXPECT_EQ(body_of(request), "{\"a\": \"\\\"\"}\n\xFF");
  EXPECT_EQ(target_of(request), "/admin/v1/import");
}

TEST(ImportMessage, what_is_said_of_it_stands_in_the_query) {
  const Request request = ImportFile{.about = "https://forum.example/t/x/1?a=b&c", .zone = "Asia/Shanghai"};
  EXPECT_EQ(target_of(request),
            "/admin/v1/import?about=https%3A%2F%2Fforum.example%2Ft%2Fx%2F1%3Fa%3Db%26c&zone=Asia%2FShanghai");
}

TEST(ImportMessage, the_query_is_read_back) {
  const auto request = request_of("import", {{"about", "forum/12"}, {"zone", "Asia/Shanghai"}});
  ASSERT_TRUE(request);
  const auto& import = std::get<ImportFile>(*request);
  EXPECT_EQ(import.about, "forum/12");
  EXPECT_EQ(import.zone, "Asia/Shanghai");
  EXPECT_TRUE(request_of("import", std::vector<std::pair<std::string, std::string>>{}));
}

TEST(ImportMessage, an_unknown_parameter_is_refused) {
  EXPECT_FALSE(request_of("import", {{"thread", "forum/12"}}));
  EXPECT_FALSE(request_of("import", {{"about", std::string(5000, 'x')}}));
}

TEST(ImportMessage, its_reply_goes_both_ways) {
  ImportReply reply{
      .already_tracked = true, .form = "page", .posts = 9, .added = 1, .edited = 2, .marked = 1, .known = 3};
  reply.skipped = {{.line = 12, .why = "twice"}, {.line = 0, .why = "no id"}};
  reply.missing = 4;
  reply.complete = true;
  reply.revisions = 1;
  reply.thread.id = digest::ThreadId{1};
  reply.thread.source = "forum";
  reply.thread.origin = "https://forum.example";
  reply.thread.topic = digest::TopicId{12};
  const auto back = reply_of<ImportReply>(json::parse(dump(document_of(reply))));
  ASSERT_TRUE(back) << to_string(back.error());
  EXPECT_EQ(back->form, "page");
  EXPECT_EQ(back->posts, 9);
  EXPECT_EQ(back->known, 3);
  EXPECT_EQ(back->skipped, reply.skipped);
  EXPECT_EQ(back->missing, 4);
  EXPECT_TRUE(back->complete);
  EXPECT_EQ(back->thread.topic, reply.thread.topic);
}

}  // namespace
}  // namespace gailou::protocol
