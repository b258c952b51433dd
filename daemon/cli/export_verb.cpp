// `export`: the readers' pages as files, from the store itself.
#include "daemon/cli/verbs.h"
#include "daemon/protocol/json.h"

namespace gailou::cli {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;

/// On a terminal a line that is written over, each hundred pages.
class PageCount {
 public:
  explicit PageCount(Session& session) : session_(session) {}
  ~PageCount() {
    if (shown_) session_.streams.err.write("\r\x1b[K");
  }
  PageCount(const PageCount&) = delete;
  PageCount& operator=(const PageCount&) = delete;

  void show(std::int64_t done, std::int64_t known) {
    const auto& global = session_.global;
    if (global.quiet || global.progress != "auto" || !session_.streams.err_is_terminal || done % 100 != 0) return;
    session_.streams.err.write("\r\x1b[Kpages " + std::to_string(done) + "/" + std::to_string(known));
    session_.streams.err.flush();
    shown_ = true;
  }

 private:
  Session& session_;
  bool shown_ = false;
};

bool is_address(const std::string& url) {
  return (url.starts_with("https://") && url.size() > 8) || (url.starts_with("http://") && url.size() > 7);
}

std::string told(const SiteFiles& files, const std::string& folder) {
  return std::to_string(files.files) + " files in " + cell(folder) + ", " + std::to_string(files.written) +
         " written, " + std::to_string(files.removed) + " removed\n";
}

}  // namespace

Result<int> run(Session& session, const ExportArguments& verb) {
  std::string url = verb.public_url;
  while (url.ends_with('/')) url.pop_back();
  if (!verb.public_url.empty() && !is_address(url)) {
    return Error{.code = Code::usage,
                 .what = "--url isn't a web address: " + verb.public_url,
                 .hint = "as in --url https://digest.example/threads"};
  }
  if (!session.places.export_site) return Error{.code = Code::internal, .what = "there is nothing that writes pages"};
  Result<SiteFiles> done = SiteFiles{};
  {
    PageCount count(session);
    done =
        session.places.export_site(verb.site, url, [&](std::int64_t at, std::int64_t known) { count.show(at, known); });
  }
  if (!done) return done.error();
  if (session.global.json) {
    protocol::ordered_json document{{"folder", verb.site},
                                    {"files", done->files},
                                    {"written", done->written},
                                    {"removed", done->removed},
                                    {"bytes", done->bytes}};
    session.print(protocol::dump(document) + "\n");
  } else {
    session.print(told(*done, verb.site));
  }
  return 0;
}

}  // namespace gailou::cli
