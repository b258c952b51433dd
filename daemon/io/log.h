// One event, one line: logfmt on stderr, native fields in the journal when stderr is it. Text from outside is escaped
// and cut here. The only file that spdlog is seen from is log.cpp.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace gailou::io::log {

enum class Level { error, warn, info, debug, trace };

struct Field {
  Field(std::string_view key, std::string_view value) : key(key), value(value) {}
  Field(std::string_view key, const std::string& value) : key(key), value(value) {}
  Field(std::string_view key, const char* value) : key(key), value(value) {}
  Field(std::string_view key, long long value) : key(key), value(std::to_string(value)) {}
  Field(std::string_view key, long value) : key(key), value(std::to_string(value)) {}
  Field(std::string_view key, int value) : key(key), value(std::to_string(value)) {}
  Field(std::string_view key, unsigned long value) : key(key), value(std::to_string(value)) {}
  std::string key;
  std::string value;
};

/// `format`: auto, journal, logfmt, json. Call once, before the loop runs.
void start(Level level, std::string_view format);
void set_level(Level level);

/// `event` names the kind in snake_case ("revision_committed"), `message` says it in words.
void write(Level level, std::string_view event, std::string_view message, std::initializer_list<Field> fields = {});

inline void error(std::string_view event, std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::error, event, message, fields);
}
inline void warn(std::string_view event, std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::warn, event, message, fields);
}
inline void info(std::string_view event, std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::info, event, message, fields);
}
inline void debug(std::string_view event, std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::debug, event, message, fields);
}

/// Text from outside for a terminal or a log: C0 but LF and TAB, C1, DEL and bidi controls as \u{…}.
std::string printable(std::string_view text);

}  // namespace gailou::io::log
