#include "daemon/io/log.h"

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#include "daemon/io/log_line.h"

namespace gailou::io::log {

namespace {

enum class Format { logfmt, json, journal };

// What start() chose; before it: logfmt, info and up.
struct Output {
  std::atomic<Level> level{Level::info};
  std::atomic<Format> format{Format::logfmt};
  std::shared_ptr<spdlog::logger> lines;

  Output() {
    lines = std::make_shared<spdlog::logger>("gailou", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    lines->set_pattern("%v");
    lines->set_level(spdlog::level::trace);
    lines->flush_on(spdlog::level::trace);
    lines->set_error_handler([](const std::string&) {});  // stderr is gone: nowhere is left to say so
  }
};

Output& output() {
  static Output the;
  return the;
}

/// $JOURNAL_STREAM is "device:inode" of the stream that systemd connected; stderr may have been redirected since.
bool stderr_is_the_journal() {
  const char* text = std::getenv("JOURNAL_STREAM");
  if (text == nullptr) return false;
  const std::string_view stream(text);
  const auto colon = stream.find(':');
  if (colon == std::string_view::npos) return false;
  unsigned long long device = 0;
  unsigned long long inode = 0;
  const char* end = stream.data() + stream.size();
  const auto first = std::from_chars(stream.data(), stream.data() + colon, device);
  const auto second = std::from_chars(stream.data() + colon + 1, end, inode);
  struct stat st {};
  return first.ec == std::errc{} && second.ec == std::errc{} && fstat(2, &st) == 0 && st.st_dev == device &&
         st.st_ino == inode;
}

/// syslog's numbers.
int priority_of(Level level) {
  switch (level) {
    case Level::error:
      return 3;
    case Level::warn:
      return 4;
    case Level::info:
      return 6;
    case Level::debug:
    case Level::trace:
      return 7;
  }
  return 6;
}

/// "thread" -> "GAILOU_THREAD": the journal takes upper case, digits and "_" only.
std::string journal_key(std::string_view key) {
  std::string name = "GAILOU_";
  for (const char c : key) {
    if (c >= 'a' && c <= 'z') {
      name += static_cast<char>(c - 'a' + 'A');
    } else {
      const bool fits = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      name += fits ? c : '_';
    }
  }
  return name;
}

/// One id per kind of event, for `journalctl MESSAGE_ID=`: made of the name alone (FNV-1a from two starts), so that it
/// never changes.
std::string message_id(std::string_view event) {
  std::string hex;
  for (std::uint64_t hash : {0xcbf29ce484222325ULL, 0x6c62272e07bb0142ULL}) {
    for (const char c : event) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    for (int shift = 60; shift >= 0; shift -= 4) hex += "0123456789abcdef"[(hash >> shift) & 15U];
  }
  return hex;
}

bool send_to_journal(Level level, std::string_view event, std::string_view message,
                     std::initializer_list<Field> fields) {
  std::vector<std::string> entries{"MESSAGE=" + one_line(message), "PRIORITY=" + std::to_string(priority_of(level)),
                                   "MESSAGE_ID=" + message_id(event), "GAILOU_EVENT=" + one_line(event),
                                   "SYSLOG_IDENTIFIER=gailou"};
  for (const Field& field : fields) entries.push_back(journal_key(field.key) + "=" + one_line(cut(field.value)));
  std::vector<iovec> parts;
  parts.reserve(entries.size());
  for (std::string& entry : entries) parts.push_back({.iov_base = entry.data(), .iov_len = entry.size()});
  return sd_journal_sendv(parts.data(), static_cast<int>(parts.size())) == 0;
}

}  // namespace

void start(Level level, std::string_view format) {
  Output& out = output();
  out.level = level;
  // Without journald sd_journal_sendv drops lines and reports success.
  const bool journal_is_there = access("/run/systemd/journal/socket", F_OK) == 0;
  const bool wanted = format == "journal" || (format == "auto" && stderr_is_the_journal());
  if (wanted && journal_is_there) {
    out.format = Format::journal;
  } else {
    out.format = format == "json" ? Format::json : Format::logfmt;
  }
}

void set_level(Level level) {
  output().level = level;
}

void write(Level level, std::string_view event, std::string_view message, std::initializer_list<Field> fields) {
  Output& out = output();
  if (level > out.level.load()) return;
  const Format format = out.format;
  if (format == Format::journal && send_to_journal(level, event, message, fields)) return;
  const auto now = std::chrono::floor<digest::Duration>(std::chrono::system_clock::now());
  const std::string line = format == Format::json ? json_line(now, level, event, message, fields)
                                                  : logfmt_line(now, level, event, message, fields);
  out.lines->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace gailou::io::log
