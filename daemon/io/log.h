// One event, one line: logfmt on stderr, native fields in the journal when stderr is it. Text from outside is escaped
// and cut here. Only log.cpp sees spdlog.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace gailou::io::log {

enum class Level { error, warn, info, debug, trace };

struct Field {
  Field(std::string_view name, std::string_view text) : key(name), value(text) {}
  Field(std::string_view name, const std::string& text) : key(name), value(text) {}
  Field(std::string_view name, const char* text) : key(name), value(text) {}
  Field(std::string_view name, long long number) : key(name), value(std::to_string(number)) {}
  Field(std::string_view name, long number) : key(name), value(std::to_string(number)) {}
  Field(std::string_view name, int number) : key(name), value(std::to_string(number)) {}
  Field(std::string_view name, unsigned long number) : key(name), value(std::to_string(number)) {}
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
