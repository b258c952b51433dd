// `import`: saved topics and recorded pages, each file by itself.
#include <cerrno>
#include <fstream>
#include <istream>
#include <system_error>

#include "daemon/cli/verbs.h"
#include "daemon/forum/saved_file.h"
#include "daemon/protocol/problem.h"
#include "daemon/protocol/thread_ref.h"

namespace gailou::cli {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;
using protocol::ImportReply;

// Parsing and digesting the largest file takes far less.
constexpr digest::Duration kPatience = std::chrono::minutes{10};
constexpr std::size_t kSomeAreSaid = 20;  // reasons a file, for people; JSON has all

Result<std::string> read_all(std::istream& in) {
  std::string text;
  std::string chunk(std::size_t{1} << 16, '\0');
  while (in.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || in.gcount() > 0) {
    text.append(chunk, 0, static_cast<std::size_t>(in.gcount()));
    if (text.size() > forum::kSavedBytesMax) {
      return Error{.code = Code::too_large,
                   .what = "a file of over 32 MiB",
                   .hint = "split it: a topic may come in several files"};
    }
  }
  if (in.bad()) return Error{.code = Code::io, .what = "it can't be read"};
  return text;
}

Result<std::string> read_file(Session& session, const std::string& file) {
  if (file == "-") return read_all(session.streams.in);
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{.code = Code::io, .what = std::generic_category().message(errno == 0 ? EIO : errno)};
  return read_all(in);
}

/// "topic.json:12" where the fault has a line, as compilers say it.
Error in_file(Error error, const std::string& file) {
  constexpr std::string_view kLine = "line ";
  const std::string name = file == "-" ? "stdin" : file;
  if (error.where.starts_with(kLine)) {
    error.where = name + ":" + error.where.substr(kLine.size());
    return error;
  }
  return error.at(name);
}

/// The zone that was said for this command; the site's own is no word about a page from elsewhere.
std::string zone_said(const GlobalArguments& global) {
  std::string zone;
  for (const auto& [key, value] : global.set) {
    if (key == "site.timezone") zone = value;
  }
  return zone;
}

std::string counted(std::int64_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what);
}

void print_report(Session& session, const std::string& file, const ImportReply& reply) {
  const auto left_out = reply.posts - reply.added - reply.edited - reply.marked - reply.known;
  std::string line = file + ": " + protocol::text_of(protocol::name_of(reply.thread)) + ": " +
                     counted(reply.posts, reply.posts == 1 ? "post: " : "posts: ") + counted(reply.added, "new, ") +
                     counted(reply.known, "known, ") + counted(reply.edited, "edited");
  if (reply.marked > 0) line += ", " + counted(reply.marked, "hidden or removed");
  if (left_out > 0) line += ", " + counted(left_out, "skipped");
  session.print(cell(line) + "\n");
  std::size_t said = 0;
  for (const auto& skipped : reply.skipped) {
    if (said++ == kSomeAreSaid) break;
    const std::string place = skipped.line > 0 ? ":" + std::to_string(skipped.line) : "";
    session.print(cell(file + place + ": skipped: " + skipped.why) + "\n");
  }
  if (reply.skipped.size() > kSomeAreSaid) {
    session.print(cell(file) + ": and " + counted(std::ssize(reply.skipped), "such parts in all\n"));
  }
  session.streams.out.flush();
}

/// What the thread still lacks to be digested; nothing where the daemon can poll it will come by itself.
void note_what_is_missing(Session& session, const ImportReply& reply) {
  const std::string name = protocol::text_of(protocol::name_of(reply.thread));
  const std::string print = reply.thread.origin + "/t/" + std::to_string(reply.thread.topic.value) + ".json?print=true";
  if (reply.missing > 0) {
    session.note(name + ": " +
                 counted(reply.missing, "posts that it lists aren't stored yet; save more of it, as in ") + print);
  }
  if (reply.complete) return;
  session.note(name + ": nothing is digested before all of it is stored" +
               (reply.missing > 0 ? "" : "; import its first page or " + print));
}

class Import {
 public:
  Import(Session& session, const ImportArguments& verb, std::size_t count)
      : session_(session), verb_(verb), zone_(zone_said(session.global)), count_(count) {}

  /// An error is of this file alone.
  Result<void> take(const std::string& file) {
    tell_progress(file);
    auto text = read_file(session_, file);
    if (!text) return in_file(text.error(), file);
    protocol::ImportFile request{.text = std::move(*text), .about = verb_.thread, .zone = zone_};
    const auto reply = session_.client.ask(std::move(request), kPatience);
    if (!reply) return in_file(reply.error(), file);
    if (session_.global.json) {
      protocol::ordered_json document{{"file", file}};
      document.update(protocol::document_of(*reply));
      files_.push_back(std::move(document));
    } else {
      print_report(session_, file == "-" ? "stdin" : file, *reply);
    }
    note_what_is_missing(session_, *reply);
    return {};
  }

  void refuse(const std::string& file, const Error& error) {
    if (!session_.global.json) return print_error(session_, error);
    files_.push_back({{"file", file}, {"error", protocol::problem_of(error, {})}});
    session_.note("gailou: import: " + error.where + ": " + error.what);
  }

  void print_json() {
    if (session_.global.json) session_.print(protocol::dump({{"files", files_}}) + "\n");
  }

 private:
  void tell_progress(const std::string& file) {
    ++taken_;
    if (count_ < 2 || session_.global.progress == "none" || !session_.streams.err_is_terminal) return;
    session_.note("import " + std::to_string(taken_) + "/" + std::to_string(count_) + "  " + cell(file));
  }

  Session& session_;
  const ImportArguments& verb_;
  std::string zone_;
  std::size_t count_;
  std::size_t taken_ = 0;
  protocol::ordered_json files_ = protocol::ordered_json::array();
};

Result<std::vector<std::string>> chosen(Session& session, const ImportArguments& verb) {
  if (!verb.files.empty()) return verb.files;
  if (session.streams.in_is_terminal) {
    return Error{.code = Code::usage, .what = "which file?", .hint = "name files, or - to read stdin"};
  }
  return std::vector<std::string>{"-"};
}

Result<void> go_offline(Session& session) {
  if (!session.places.open_offline) return Error{.code = Code::internal, .what = "there is no way to work offline"};
  auto exchange = session.places.open_offline();
  if (!exchange) return exchange.error();
  session.client.work_on(std::move(*exchange));
  return {};
}

}  // namespace

Result<int> run(Session& session, const ImportArguments& verb) {
  if (!verb.thread.empty()) {
    if (const auto ref = protocol::parse_thread_ref(verb.thread); !ref) return ref.error().at("--thread");
  }
  const auto files = chosen(session, verb);
  if (!files) return files.error();
  if (verb.offline) {
    if (auto opened = go_offline(session); !opened) return opened.error();
  }
  Import import(session, verb, files->size());
  Tally tally;
  for (const std::string& file : *files) {
    const auto taken = import.take(file);
    if (taken) {
      tally.add(0);
      continue;
    }
    const bool no_daemon = taken.error().code == Code::unavailable && !session.client.reached();
    if (files->size() == 1 || no_daemon) return taken.error();
    import.refuse(file, taken.error());
    tally.add(digest::facts_of(taken.error().code).exit_code);
  }
  import.print_json();
  return tally.exit_code();
}

}  // namespace gailou::cli
