// A floor's text as the offline engine reads it, for tests of what is decided on readings.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "digest/compose/reading.h"
#include "digest/text/plain.h"
#include "tests/support/digests.h"

namespace gailou::tests {

/// A post of plain text in which links and pictures are told apart.
inline digest::Post plain_post(std::int64_t floor, const std::string& author, const std::string& text) {
  auto post = post_of(floor, author, "");
  post.body = digest::parse_plain(text, {});
  return post;
}

inline digest::Reading reading_of(const digest::Post& post) {
  return digest::read_floor(post, digest::EarlierFloors{});
}
inline digest::Reading reading_of(const std::string& text) {
  return reading_of(plain_post(5, "甲", text));
}

/// One paragraph a sentence, so that each stays what it is whatever it ends with.
inline digest::Reading reading_of_lines(const std::vector<std::string>& sentences) {
  auto post = post_of(5, "甲", "");
  post.body.blocks.clear();
  for (const auto& sentence : sentences) post.body.blocks.push_back({.spans = {{.text = sentence}}});
  return reading_of(post);
}

inline std::vector<std::string> texts_of(const digest::Reading& reading) {
  std::vector<std::string> texts;
  for (const auto& sentence : reading.sentences) texts.push_back(sentence.text);
  return texts;
}

}  // namespace gailou::tests
