// What is fed with hostile bytes: one function per entry of the program. It returns, or aborts where something is
// found.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace gailou::fuzz {

/// In every build, unlike assert.
inline void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "fuzz: %s\n", what);
  std::abort();
}

struct Target {
  std::string_view name;
  void (*feed)(std::string_view bytes);
};

void feed_answer(std::string_view bytes);     // what a chat endpoint or its model answers
void feed_discourse(std::string_view bytes);  // a forum's JSON
void feed_cooked(std::string_view bytes);     // a post's HTML
void feed_config(std::string_view bytes);     // gailou.toml
void feed_request(std::string_view bytes);    // a request's target
void feed_digest(std::string_view bytes);     // digest documents, entries, pages to import
void feed_admin(std::string_view bytes);      // the admin socket: a verb, a line end, its body

}  // namespace gailou::fuzz
