// The words of a prompt that don't come from a thread, in the language of the digest.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "digest/settings.h"

namespace gailou::llm {

struct PromptWords {
  std::string_view title;
  std::string_view entries;
  std::string_view none;  // of a list
  std::string_view alike;
  std::string_view written;
  std::string_view summary;
  std::string_view context;
  std::string_view begin;  // with the nonce between it and the next
  std::string_view begin_end;
  std::string_view end;
  std::string_view end_end;
  std::string_view canary;  // behind the nonce
};
const PromptWords& words_in(digest::Language language);

/// All that a model is told about its task. `entry_max`: characters or words of an entry.
std::string system_text(digest::Language language, std::size_t entry_max, bool tells_schema);

}  // namespace gailou::llm
