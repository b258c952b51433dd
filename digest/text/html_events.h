// HTML as a stream of events: tags opened, tags closed, text. The only place that names libxml2.
//
// libxml2's SAX interface sets no bound on depth (2.9.14) and compares each attribute of a tag with all others, so the
// bounds are ours; reading stops at the first that is passed.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace gailou::digest {

/// A tag's attributes; the views live as long as the call that hands them out.
class Attributes {
 public:
  void add(std::string_view name, std::string_view value) { all_.emplace_back(name, value); }
  /// Empty if there is none.
  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const;
  bool has_class(std::string_view name) const;

 private:
  std::vector<std::pair<std::string_view, std::string_view>> all_{};
};

/// What hears the events. Opened and closed tags are balanced, whatever the HTML is.
class HtmlEvents {
 public:
  virtual ~HtmlEvents() = default;
  virtual void opened(std::string_view tag, const Attributes& attributes) = 0;
  virtual void closed() = 0;
  virtual void text(std::string_view words) = 0;
  /// True stops the reading: what was heard has grown too large.
  virtual bool is_full() const = 0;
};

/// False if a bound was passed: what was heard is incomplete then. `html` must be valid UTF-8.
bool read_html(std::string_view html, HtmlEvents& events);

}  // namespace gailou::digest
