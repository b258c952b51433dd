// A secret is carried and revealed on purpose only, and leaves nothing behind.
#include "daemon/io/secret.h"

#include <sstream>
#include <type_traits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace gailou::io {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};

static_assert(!Printable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_constructible_v<nlohmann::json, Secret>);

TEST(Secret, takes_the_text_and_overwrites_it) {
  std::string text = "a key that is longer than a short string holds inline";
  text.reserve(200);
  const char* at = text.data();
  const std::size_t room = text.capacity();
  const Secret secret = Secret::take(text);
  EXPECT_TRUE(text.empty());
  ASSERT_EQ(text.data(), at);
  EXPECT_EQ(std::string(at, room), std::string(room, '\0'));
  EXPECT_EQ(secret.reveal(), "a key that is longer than a short string holds inline");
}

TEST(Secret, copies_share_the_bytes) {
  std::string text = "key";
  const Secret one = Secret::take(text);
  const Secret other = one;
  EXPECT_EQ(one.reveal().data(), other.reveal().data());
}

TEST(Secret, of_nothing_is_empty) {
  std::string nothing;
  EXPECT_TRUE(Secret::take(nothing).empty());
  EXPECT_TRUE(Secret().empty());
  EXPECT_EQ(Secret().reveal(), "");
}

TEST(Wipe, overwrites_what_a_longer_text_left_behind) {
  std::string text(100, 'x');
  text.resize(20);
  const char* at = text.data();
  const std::size_t room = text.capacity();
  wipe(text);
  EXPECT_EQ(std::string(at, room).find('x'), std::string::npos);
}

}  // namespace
}  // namespace gailou::io
