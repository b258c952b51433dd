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

std::string length_text(digest::Duration length) {
  using namespace std::chrono;
  if (length >= days{2}) return std::to_string(round<days>(length).count()) + "d";
  if (length >= hours{2}) return std::to_string(round<hours>(length).count()) + "h";
  if (length >= minutes{2}) return std::to_string(round<minutes>(length).count()) + "m";
  return std::to_string(round<seconds>(length).count()) + "s";
}

std::string distance_text(const std::optional<digest::Instant>& at, digest::Instant now) {
  if (!at) return "-";
  const std::string length = length_text(std::chrono::abs(*at - now));
  return *at > now ? "in " + length : length + " ago";
}

std::string glance(const std::optional<digest::Instant>& at, const Session& session) {
  return session.streams.out_is_terminal ? distance_text(at, session.streams.now) : time_text(at, session);
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
