// A calendar read back strictly, by RFC 5545's own grammar: what a subscriber would understand of it, and each fault.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gailou::tests {

struct CalendarProperty {
  std::string name{};
  std::string parameters{};  // ";VALUE=DATE" without the semicolon
  std::string value{};       // as written
};

struct CalendarComponent {
  std::string name{};
  std::vector<CalendarProperty> properties{};
  std::vector<CalendarComponent> parts{};

  std::size_t count(const std::string& wanted) const {
    return static_cast<std::size_t>(std::ranges::count(properties, wanted, &CalendarProperty::name));
  }
  std::string value(const std::string& wanted) const {
    const auto found = std::ranges::find(properties, wanted, &CalendarProperty::name);
    return found == properties.end() ? std::string() : found->value;
  }
  std::string parameters(const std::string& wanted) const {
    const auto found = std::ranges::find(properties, wanted, &CalendarProperty::name);
    return found == properties.end() ? std::string() : found->parameters;
  }
};

class CalendarFile {
 public:
  explicit CalendarFile(const std::string& bytes) {
    read(unfolded(bytes));
    check();
  }

  const std::vector<std::string>& faults() const { return faults_; }
  const std::vector<std::string>& lines() const { return lines_; }  // unfolded
  const CalendarComponent& calendar() const { return root_; }
  std::vector<CalendarComponent> events() const {
    std::vector<CalendarComponent> found;
    std::ranges::copy_if(root_.parts, std::back_inserter(found),
                         [](const CalendarComponent& part) { return part.name == "VEVENT"; });
    return found;
  }
  /// The first event whose summary holds this; an empty one if there is none.
  CalendarComponent event(const std::string& words) const {
    for (const auto& each : events()) {
      if (each.value("SUMMARY").find(words) != std::string::npos) return each;
    }
    return {};
  }

  /// A TEXT value as it was meant; a backslash that escapes nothing known stays.
  static std::string meant(const std::string& value) {
    std::string text;
    for (std::size_t at = 0; at < value.size(); ++at) {
      const char next = at + 1 < value.size() ? value[at + 1] : '\0';
      if (value[at] != '\\' || std::string_view("\\;,nN").find(next) == std::string_view::npos) {
        text += value[at];
        continue;
      }
      text += next == 'n' || next == 'N' ? '\n' : next;
      ++at;
    }
    return text;
  }

 private:
  void fault(std::string what) { faults_.push_back(std::move(what)); }

  static bool is_whole_utf8(std::string_view line) {
    for (std::size_t at = 0; at < line.size();) {
      const auto lead = static_cast<unsigned char>(line[at]);
      const std::size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
      if (length == 0 || at + length > line.size()) return false;
      for (std::size_t more = 1; more < length; ++more) {
        if ((static_cast<unsigned char>(line[at + more]) & 0xC0U) != 0x80U) return false;
      }
      at += length;
    }
    return true;
  }

  std::vector<std::string> unfolded(const std::string& bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t end = bytes.find("\r\n", at);
      if (end == std::string::npos) {
        fault("the last line has no end");
        break;
      }
      const std::string line = bytes.substr(at, end - at);
      at = end + 2;
      if (line.size() > 75) fault("a line of " + std::to_string(line.size()) + " octets: " + line);
      if (!is_whole_utf8(line)) fault("a line cut within a character: " + line);
      for (const char c : line) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && c != '\t') || byte == 0x7F) fault("a control character in: " + line);
      }
      if (line.starts_with(' ') || line.starts_with('\t')) {
        if (lines_.empty()) fault("a continuation of nothing");
        if (!lines_.empty()) lines_.back() += line.substr(1);
      } else {
        lines_.push_back(line);
      }
    }
    return lines_;
  }

  void read(const std::vector<std::string>& lines) {
    std::vector<CalendarComponent> open;
    for (const std::string& line : lines) {
      const std::size_t colon = line.find(':');
      const std::size_t semicolon = std::min(line.find(';'), colon);
      if (colon == std::string::npos || semicolon == 0) {
        fault("no content line: " + line);
        continue;
      }
      CalendarProperty property{.name = line.substr(0, semicolon), .value = line.substr(colon + 1)};
      if (semicolon < colon) property.parameters = line.substr(semicolon + 1, colon - semicolon - 1);
      const bool is_name = std::ranges::all_of(
          property.name, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; });
      if (!is_name) fault("no property's name: " + line);
      if (property.name == "BEGIN") {
        open.push_back({.name = property.value});
      } else if (property.name == "END") {
        close(open, property.value);
      } else if (open.empty()) {
        fault("outside of any component: " + line);
      } else {
        open.back().properties.push_back(std::move(property));
      }
    }
    if (!open.empty()) fault("a component without an end: " + open.back().name);
  }

  void close(std::vector<CalendarComponent>& open, const std::string& name) {
    if (open.empty() || open.back().name != name) return fault("an end without a beginning: " + name);
    CalendarComponent done = std::move(open.back());
    open.pop_back();
    if (!open.empty()) return open.back().parts.push_back(std::move(done));
    if (!root_.name.empty()) fault("more than one calendar");
    root_ = std::move(done);
  }

  void once(const CalendarComponent& component, const std::string& name) {
    if (component.count(name) != 1) fault(component.name + " has " + name + " other than once");
  }
  void is_text(const CalendarComponent& component, const std::string& name) {
    const std::string value = component.value(name);
    for (std::size_t at = 0; at < value.size(); ++at) {
      if (value[at] == ';' || value[at] == ',') fault(name + " isn't escaped: " + value);
      if (value[at] != '\\') continue;
      const char next = at + 1 < value.size() ? value[at + 1] : '\0';
      if (std::string_view("\\;,nN").find(next) == std::string_view::npos) fault(name + " escapes nothing: " + value);
      ++at;
    }
  }
  void has_form(const CalendarComponent& component, const std::string& name, std::string_view form) {
    const std::string value = component.value(name);
    bool fits = value.size() == form.size();
    for (std::size_t at = 0; fits && at < value.size(); ++at) {
      fits = form[at] == '0' ? value[at] >= '0' && value[at] <= '9' : value[at] == form[at];
    }
    if (!fits) fault(name + " isn't of the form " + std::string(form) + ": " + value);
  }

  void check_event(const CalendarComponent& event) {
    for (const auto* name : {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "STATUS", "SEQUENCE"}) once(event, name);
    for (const auto* name : {"DTEND", "DESCRIPTION", "URL", "LAST-MODIFIED", "TRANSP"}) {
      if (event.count(name) > 1) fault(std::string(name) + " stands more than once");
    }
    for (const auto* name : {"UID", "SUMMARY", "DESCRIPTION"}) is_text(event, name);
    has_form(event, "DTSTAMP", "00000000T000000Z");
    has_form(event, "LAST-MODIFIED", "00000000T000000Z");
    has_form(event, "DTSTART", "00000000");
    has_form(event, "DTEND", "00000000");
    if (event.parameters("DTSTART") != "VALUE=DATE" || event.parameters("DTEND") != "VALUE=DATE") {
      fault("a day that doesn't say so");
    }
    if (event.value("DTEND") <= event.value("DTSTART")) fault("an end that isn't later than its start");
    if (!uids_.insert(event.value("UID")).second) fault("a name twice: " + event.value("UID"));
    static const std::set<std::string> kStatuses{"CONFIRMED", "TENTATIVE", "CANCELLED"};
    if (!kStatuses.contains(event.value("STATUS"))) fault("no status: " + event.value("STATUS"));
  }

  void check() {
    if (root_.name != "VCALENDAR") return fault("no calendar");
    for (const auto* name : {"VERSION", "PRODID", "METHOD"}) once(root_, name);
    if (root_.value("VERSION") != "2.0") fault("another version");
    if (root_.parts.empty()) fault("a calendar without a component");
    for (const auto& part : root_.parts) {
      if (part.name == "VEVENT") check_event(part);
    }
  }

  std::vector<std::string> lines_{};
  CalendarComponent root_{};
  std::set<std::string> uids_{};
  std::vector<std::string> faults_{};
};

}  // namespace gailou::tests
