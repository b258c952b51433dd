// Key files: who may own and read them, what may stand in them, and that no fault repeats it.
#include "daemon/config/key_file.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/temp_folder.h"

namespace gailou::config {
namespace {

using digest::Code;
using forum::AccessKind;

class KeyFile : public testing::Test {
 protected:
  std::string write(const std::string& text, mode_t mode = 0640) {
    const std::string path = folder_.file("key");
    std::ofstream(path, std::ios::binary) << text;
    ::chmod(path.c_str(), mode);
    return path;
  }
  digest::Error fault(const std::string& path) {
    const auto read = read_secret(path);
    EXPECT_FALSE(read);
    return read ? digest::Error{} : read.error();
  }

  support::TempFolder folder_;
};

TEST_F(KeyFile, is_read_without_the_blanks_at_its_ends) {
  const auto secret = read_secret(write("\n  s3cret \r\n\n"));
  ASSERT_TRUE(secret);
  EXPECT_EQ(secret->reveal(), "s3cret");
}

TEST_F(KeyFile, may_be_read_by_owner_and_group_and_written_by_the_owner_alone) {
  for (const mode_t mode : {0400U, 0600U, 0440U, 0640U}) EXPECT_TRUE(read_secret(write("x", mode))) << mode;
  for (const mode_t mode : {0644U, 0604U, 0660U, 0700U, 0650U, 0641U, 0666U, 04600U}) {
    const auto error = fault(write("s3cret", mode));
    EXPECT_EQ(error.code, Code::config) << mode;
    EXPECT_NE(error.what.find("0640 at most"), std::string::npos) << error.what;
    EXPECT_EQ(error.where, folder_.file("key"));
    EXPECT_EQ(to_string(error).find("s3cret"), std::string::npos);
  }
  EXPECT_NE(fault(write("x", 0644)).what.find("has mode 0644"), std::string::npos);
}

TEST_F(KeyFile, belongs_to_root_or_to_us) {
  if (::geteuid() != 0) {
    // Only root can give a file away; one that root owns is judged by its mode alone.
    EXPECT_NE(fault("/etc/passwd").what.find("has mode 0644"), std::string::npos);
    return;
  }
  const std::string path = write("s3cret");
  ASSERT_EQ(::chown(path.c_str(), 12345, 0), 0);
  EXPECT_NE(fault(path).what.find("belongs to neither root"), std::string::npos);
}

TEST_F(KeyFile, that_can_not_be_read_is_told_in_the_systems_words) {
  EXPECT_NE(fault(folder_.file("nowhere")).what.find("No such file"), std::string::npos);
  EXPECT_EQ(fault(folder_.path()).what, "isn't a regular file");
  const std::string pipe = folder_.file("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(fault(pipe).what, "isn't a regular file");
}

TEST_F(KeyFile, of_an_engine_holds_one_key_and_nothing_else) {
  const auto key = read_key(write("sk-s3cret\n"));
  ASSERT_TRUE(key);
  EXPECT_EQ(key->reveal(), "sk-s3cret");
  EXPECT_TRUE(read_key(write(std::string(4000, 'k'))));
  for (const std::string more :
       {"sk-s3cret\nsk-other", "Authorization: Bearer sk-s3cret", "sk-s3cret\x80", "OPENAI_API_KEY= sk-s3cret"}) {
    const auto read = read_key(write(more));
    ASSERT_FALSE(read) << more;
    EXPECT_EQ(read.error().code, Code::config);
    EXPECT_NE(read.error().what.find("holds more than a key"), std::string::npos) << more;
    EXPECT_EQ(to_string(read.error()).find("s3cret"), std::string::npos) << more;
  }
  EXPECT_EQ(read_key(write("")).error().what, "is empty");
}

TEST_F(KeyFile, that_is_not_there_or_empty_says_what_to_do) {
  EXPECT_EQ(fault(folder_.file("nowhere")).hint, "write the key into it, and chmod 0640 it");
  EXPECT_EQ(fault(write("")).hint, "a key belongs there");
}

TEST_F(KeyFile, that_is_empty_or_huge_is_refused) {
  EXPECT_EQ(fault(write("")).what, "is empty");
  EXPECT_EQ(fault(write(" \n\t\n")).what, "is empty");
  EXPECT_EQ(fault(write(std::string(5000, 'k'))).what, "is larger than 4 KiB");
  EXPECT_TRUE(read_secret(write(std::string(4096, 'k'))));
}

TEST_F(KeyFile, behind_a_link_is_judged_itself) {
  const std::string path = write("s3cret", 0600);
  const std::string link = folder_.file("link");
  std::filesystem::create_symlink(path, link);
  EXPECT_TRUE(read_secret(link));
  ::chmod(path.c_str(), 0644);
  EXPECT_FALSE(read_secret(link));
}

digest::Result<forum::Access> access(std::string text) {
  return access_from(io::Secret::take(text), "/etc/gailou/key");
}

/// "Name=value;" of each field.
std::string fields(const std::string& text) {
  const auto read = access(text);
  if (!read) return to_string(read.error());
  std::string out;
  for (const auto& [name, value] : read->fields) out += name + "=" + std::string(value.reveal()) + ";";
  return out;
}

TEST(Access, a_key_alone_is_a_members) {
  EXPECT_EQ(fields("0123abc"), "User-Api-Key=0123abc;");
  EXPECT_EQ(access("0123abc")->kind, AccessKind::user_key);
}

TEST(Access, lines_name_their_fields) {
  EXPECT_EQ(fields("User-Api-Key: k\nUser-Api-Client-Id: c"), "User-Api-Key=k;User-Api-Client-Id=c;");
  EXPECT_EQ(fields("# of the staff\n\nApi-Key: k\r\nApi-Username:  system \r\n"), "Api-Key=k;Api-Username=system;");
  EXPECT_EQ(fields("api-key:k\nAPI-USERNAME:u"), "Api-Key=k;Api-Username=u;");
  EXPECT_EQ(access("Api-Key: k")->kind, AccessKind::admin_key);
  EXPECT_EQ(access("User-Api-Key: k")->kind, AccessKind::user_key);
  EXPECT_EQ(fields("# my key\nk3y"), "User-Api-Key=k3y;");
}

TEST(Access, what_is_no_key_is_told_with_its_line_and_never_repeated) {
  const std::string cases[] = {"Api-Key: s3cret\nUser-Api-Key: s3cret2",
                               "User-Api-Key: s3cret\nUser-Api-Key: s3cret2",
                               "User-Api-Key: s3cret\nApi-Username: s3cret",
                               "Api-Key: s3cret\nUser-Api-Client-Id: s3cret",
                               "User-Api-Client-Id: s3cret",
                               "Api-Username: s3cret",
                               "# nothing",
                               "Authorization: Bearer s3cret",
                               "Cookie: _t=s3cret",
                               "User-Api-Key:",
                               "User-Api-Key: s3cret with blanks",
                               "s3cret\ns3cret2",
                               "s3cret\x01",
                               "s3cret\xC3\xA9",
                               "Api-Key: " + std::string(600, 's'),
                               std::string("s3cret\0x", 8)};
  for (const std::string& text : cases) {
    const auto read = access(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, Code::config) << text;
    EXPECT_TRUE(read.error().where.starts_with("/etc/gailou/key")) << text;
    EXPECT_EQ(to_string(read.error()).find("s3cret"), std::string::npos) << to_string(read.error());
  }
  EXPECT_EQ(access("Api-Key: k\nCookie: x").error().where, "/etc/gailou/key:2");
}

}  // namespace
}  // namespace gailou::config
