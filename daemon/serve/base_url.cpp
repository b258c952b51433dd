#include "daemon/serve/base_url.h"

namespace gailou::serve {

std::string base_url(const Visit& visit) {
  if (!visit.look->public_url.empty()) return visit.look->public_url;
  if (visit.host.empty()) return {};
  return std::string(visit.scheme) + "://" + visit.host + visit.look->base();
}

std::string whole_base_url(const Visit& visit) {
  auto url = base_url(visit);
  return url.empty() ? "http://localhost" + visit.look->base() : url;
}

}  // namespace gailou::serve
