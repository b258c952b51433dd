#include "daemon/cli/session.h"

#include "daemon/cli/pager.h"
#include "daemon/io/log.h"
#include "daemon/protocol/problem.h"

namespace gailou::cli {

namespace {

// Some of several failed.
constexpr int kPartial = 2;

}  // namespace

void Session::note(std::string_view text) {
  if (global.quiet) return;
  streams.err.write(io::log::printable(text) + "\n");
  streams.err.flush();
}

void Session::print_long(const std::string& text) {
  const bool paged = streams.out_is_terminal && !global.no_pager && !streams.pager.empty();
  if (!paged || !show_in_pager(streams.pager, text)) print(text);
}

void print_error(Session& session, const digest::Error& error) {
  std::string line = "gailou: " + session.verb + ": " + (error.where.empty() ? "" : error.where + ": ") + error.what;
  if (!error.hint.empty()) line += "\n" + error.hint;
  session.streams.err.write(io::log::printable(line) + "\n");
  session.streams.err.flush();
  if (session.global.json) session.print(protocol::dump(protocol::problem_of(error, {})) + "\n");
}

std::string time_text(const std::optional<digest::Instant>& at, const Session& session) {
  return at ? render::local_time(*at, session.places.site.zone) : "-";
}

std::string distance_text(const std::optional<digest::Instant>& at, digest::Instant now) {
  using namespace std::chrono;
  if (!at) return "-";
  const auto distance = abs(*at - now);
  std::string length = std::to_string(round<seconds>(distance).count()) + "s";
  if (distance >= minutes{2}) length = std::to_string(round<minutes>(distance).count()) + "m";
  if (distance >= hours{2}) length = std::to_string(round<hours>(distance).count()) + "h";
  if (distance >= days{2}) length = std::to_string(round<days>(distance).count()) + "d";
  return *at > now ? "in " + length : length + " ago";
}

void Tally::add(int exit_code) {
  if (exit_code == 0) {
    ++done_;
    return;
  }
  if (failed_ > 0 && exit_code != common_) differ_ = true;
  common_ = exit_code;
  ++failed_;
}

int Tally::exit_code() const {
  if (failed_ == 0) return 0;
  if (done_ > 0) return kPartial;
  return differ_ ? 1 : common_;
}

}  // namespace gailou::cli
