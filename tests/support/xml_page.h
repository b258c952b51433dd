// XML read back by a parser that forgives nothing, and asked by XPath. Elements of the feed's own namespace are found
// by their local names: "//entry/title".
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <libxml/parser.h>
#include <libxml/xpath.h>

namespace gailou::tests {

class XmlPage {
 public:
  explicit XmlPage(const std::string& bytes)
      : document_(xmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE),
                  xmlFreeDoc) {}

  bool is_well_formed() const { return document_ != nullptr; }

  /// Text of each node found.
  std::vector<std::string> all(const std::string& path) const {
    std::vector<std::string> texts;
    if (!document_) return texts;
    const std::unique_ptr<xmlXPathContext, void (*)(xmlXPathContextPtr)> context(xmlXPathNewContext(document_.get()),
                                                                                 xmlXPathFreeContext);
    const auto plain = local(path);
    const std::unique_ptr<xmlXPathObject, void (*)(xmlXPathObjectPtr)> found(
        xmlXPathEvalExpression(reinterpret_cast<const xmlChar*>(plain.c_str()), context.get()), xmlXPathFreeObject);
    if (!found || found->nodesetval == nullptr) return texts;
    for (int i = 0; i < found->nodesetval->nodeNr; ++i) {
      const std::unique_ptr<xmlChar, void (*)(void*)> text(xmlNodeGetContent(found->nodesetval->nodeTab[i]),
                                                           [](void* bytes) { xmlFree(bytes); });
      texts.emplace_back(reinterpret_cast<const char*>(text.get()));
    }
    return texts;
  }

  /// The first of them; "" if there is none.
  std::string one(const std::string& path) const {
    const auto found = all(path);
    return found.empty() ? std::string() : found.front();
  }

 private:
  /// "//entry/link[@rel='next']/@href" with each step's name made local-name()='…'.
  static std::string local(const std::string& path) {
    std::string out;
    for (std::size_t at = 0; at < path.size();) {
      const bool starts_step = at > 0 && path[at - 1] == '/' && is_letter(path[at]);
      if (!starts_step) {
        if (path[at] == '[') {
          const auto end = predicate_end(path, at);
          out += path.substr(at, end - at);
          at = end;
        } else {
          out += path[at++];
        }
        continue;
      }
      std::string name;
      while (at < path.size() && is_letter(path[at])) name += path[at++];
      out += "*[local-name()='" + name + "']";
    }
    return out;
  }
  /// Predicates may hold others; they are taken as they stand.
  static std::size_t predicate_end(const std::string& path, std::size_t at) {
    int depth = 0;
    do {
      depth += path[at] == '[' ? 1 : (path[at] == ']' ? -1 : 0);
      ++at;
    } while (depth > 0 && at < path.size());
    return at;
  }
  static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

  std::unique_ptr<xmlDoc, void (*)(xmlDocPtr)> document_;
};

}  // namespace gailou::tests
