#include "tests/replay/faults.h"

#include <algorithm>
#include <array>
#include <utility>

namespace gailou::replay {
namespace {

struct Fault {
  std::string_view name;
  int status;
  std::string_view type;
  std::string_view body;
};

constexpr std::array kFaults{
    Fault{
        "429", 429, "application/json; charset=utf-8",
        R"({"errors":["You've performed this action too many times."],"error_type":"rate_limit","extras":{"wait_seconds":3}})"},
    Fault{"429-html", 429, "text/html",
          "<html><head><title>429 Too Many Requests</title></head><body><center>nginx</center></body></html>"},
    Fault{"500", 500, "text/html", "<html><body>Oops</body></html>"},
    Fault{"503", 503, "text/html", "<html><body>Service Unavailable</body></html>"},
    Fault{"404", 404, "application/json; charset=utf-8",
          R"({"errors":["The requested URL or resource could not be found."],"error_type":"not_found"})"},
    Fault{"403", 403, "application/json; charset=utf-8",
          R"({"errors":["You need to be logged in to do that."],"error_type":"not_logged_in"})"},
    Fault{"html", 200, "text/html; charset=utf-8", "<!DOCTYPE html><html><body><h1>Welcome</h1></body></html>"},
    Fault{"challenge", 403, "text/html; charset=UTF-8",
          "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
          "<script src=\"/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1\"></script></body></html>"},
    Fault{"cut", 200, "application/json; charset=utf-8", ""},
    Fault{"empty", 200, "application/json; charset=utf-8",
          R"({"id":1,"title":"","posts_count":0,"post_stream":{"posts":[],"stream":[]}})"},
};

const Fault* find(std::string_view name) {
  const auto at =
      std::find_if(kFaults.begin(), kFaults.end(), [name](const auto& fault) { return fault.name == name; });
  return at == kFaults.end() ? nullptr : &*at;
}

}  // namespace

bool is_fault(std::string_view name) {
  return find(name) != nullptr;
}

std::string fault_names() {
  std::string names;
  for (const auto& fault : kFaults) names += (names.empty() ? "" : ", ") + std::string(fault.name);
  return names;
}

io::ServerResponse fault_answer(std::string_view name, std::string whole, int retry_after_s) {
  const auto* fault = find(name);
  io::ServerResponse answer;
  answer.status = fault->status;
  answer.headers.emplace_back("Content-Type", std::string(fault->type));
  if (name == "challenge") answer.headers.emplace_back("cf-mitigated", "challenge");
  if (retry_after_s > 0) answer.headers.emplace_back("Retry-After", std::to_string(retry_after_s));
  if (name == "cut") whole.resize(whole.size() / 2);
  answer.body = std::make_shared<const std::string>(name == "cut" ? std::move(whole) : std::string(fault->body));
  return answer;
}

}  // namespace gailou::replay
