// A page read back as a browser would: what elements, attributes and text it really has.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <libxml/HTMLparser.h>
#include <libxml/tree.h>

namespace gailou::tests {

struct Element {
  std::string name{};
  std::vector<std::pair<std::string, std::string>> attributes{};
  std::string text{};  // of all that is inside

  std::string attribute(const std::string& wanted) const {
    for (const auto& [known, value] : attributes) {
      if (known == wanted) return value;
    }
    return {};
  }
};

class HtmlPage {
 public:
  explicit HtmlPage(const std::string& bytes) {
    const std::unique_ptr<htmlParserCtxt, void (*)(htmlParserCtxtPtr)> context(htmlNewParserCtxt(), htmlFreeParserCtxt);
    xmlSetStructuredErrorFunc(&errors_, &HtmlPage::on_error);
    const std::unique_ptr<xmlDoc, void (*)(xmlDocPtr)> document(
        htmlCtxtReadMemory(context.get(), bytes.data(), static_cast<int>(bytes.size()), nullptr, "UTF-8",
                           HTML_PARSE_NONET),
        xmlFreeDoc);
    xmlSetStructuredErrorFunc(nullptr, nullptr);
    if (document) collect(xmlDocGetRootElement(document.get()));
  }

  const std::vector<std::string>& errors() const { return errors_; }
  const std::vector<Element>& elements() const { return elements_; }

  std::vector<Element> all(const std::string& name) const {
    std::vector<Element> found;
    std::copy_if(elements_.begin(), elements_.end(), std::back_inserter(found),
                 [&](const Element& element) { return element.name == name; });
    return found;
  }

  /// The first element with this attribute value; an empty one if there is none.
  Element with(const std::string& attribute, const std::string& value) const {
    for (const Element& element : elements_) {
      if (element.attribute(attribute) == value) return element;
    }
    return {};
  }

  Element by_id(const std::string& id) const { return with("id", id); }

  std::vector<std::string> values(const std::string& attribute) const {
    std::vector<std::string> found;
    for (const Element& element : elements_) {
      for (const auto& [name, value] : element.attributes) {
        if (name == attribute) found.push_back(value);
      }
    }
    return found;
  }

 private:
  /// libxml2 2.9 knows no HTML 5 elements: that they are unknown is no fault of the page.
  static void on_error(void* errors, xmlErrorPtr error) {
    if (error->code == XML_HTML_UNKNOWN_TAG) return;
    static_cast<std::vector<std::string>*>(errors)->push_back("line " + std::to_string(error->line) + ": " +
                                                              error->message);
  }

  static std::string taken(xmlChar* text) {
    const std::unique_ptr<xmlChar, void (*)(void*)> owned(text, xmlFree);
    return text == nullptr ? std::string() : std::string(text, text + xmlStrlen(text));
  }

  void collect(xmlNode* node) {
    for (; node != nullptr; node = node->next) {
      if (node->type != XML_ELEMENT_NODE) continue;
      Element element{.name = std::string(node->name, node->name + xmlStrlen(node->name)),
                      .text = taken(xmlNodeGetContent(node))};
      for (xmlAttr* attr = node->properties; attr != nullptr; attr = attr->next) {
        element.attributes.emplace_back(std::string(attr->name, attr->name + xmlStrlen(attr->name)),
                                        taken(xmlNodeListGetString(node->doc, attr->children, 1)));
      }
      elements_.push_back(std::move(element));
      collect(node->children);
    }
  }

  std::vector<std::string> errors_{};
  std::vector<Element> elements_{};
};

}  // namespace gailou::tests
