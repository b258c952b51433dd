// A log event as one line of text. Pure. Whatever stands in a value, the line stays one line and holds no byte that a
// terminal would act on.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "daemon/io/log.h"
#include "digest/time.h"

namespace gailou::io::log {

/// Longest value of a field, in bytes; longer ones are cut at a character border and end in "…". Messages aren't cut.
inline constexpr std::size_t kValueBytesMax = 256;

std::string_view name_of(Level level);

/// ts=2026-05-06T21:02:35.123Z level=info event=poll_failed msg="no answer" source=uscardforum
std::string logfmt_line(digest::Instant at, Level level, std::string_view event, std::string_view message,
                        std::initializer_list<Field> fields);

/// {"ts":"…","level":"info","event":"poll_failed","msg":"no answer","source":"uscardforum"}
std::string json_line(digest::Instant at, Level level, std::string_view event, std::string_view message,
                      std::initializer_list<Field> fields);

/// `text`, or its first kValueBytesMax bytes and "…".
std::string cut(std::string_view text);

/// Like printable(), and line feed and tab are escaped as well ("\n", "\t").
std::string one_line(std::string_view text);

}  // namespace gailou::io::log
