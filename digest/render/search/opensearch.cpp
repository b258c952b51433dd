// The search's description for browsers (OpenSearch 1.1).
#include "digest/render/blocks/escape.h"
#include "digest/render/search/search.h"

namespace gailou::render {
namespace {

void add_element(std::string& out, std::string_view name, std::string_view text) {
  out += "  <" + std::string(name) + ">";
  append_html_text(out, text);
  out += "</" + std::string(name) + ">\n";
}

}  // namespace

std::string opensearch(const Site& site, std::string_view base_url) {
  // Sixteen characters are all that a browser shows.
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n";
  add_element(out, "ShortName", one_line(site.title));
  add_element(out, "Description", one_line(site.title) + " · " + one_line(site.tagline));
  add_element(out, "InputEncoding", "UTF-8");
  out += "  <Url type=\"text/html\" template=\"";
  append_html_attribute(out, std::string(base_url) + "/search?q={searchTerms}");
  out += "\"/>\n</OpenSearchDescription>\n";
  return out;
}

}  // namespace gailou::render
