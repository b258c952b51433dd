#include "daemon/cli/run.h"

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "daemon/cli/verbs.h"

namespace gailou::cli {

namespace {

// `serve` is main's: a client has no loop.
digest::Result<int> run(Session&, const ServeArguments&) {
  return digest::Error{.code = digest::Code::internal, .what = "serve isn't a client's verb"};
}

}  // namespace

int run_verb(const Arguments& arguments, const Places& places, Streams& streams) {
  Session session{.global = arguments.global,
                  .verb = arguments.name,
                  .places = places,
                  .streams = streams,
                  .client = Client(places.socket),
                  .paint = Paint(wants_colour(arguments.global.color, streams.out_is_terminal, streams.colours))};
  if (arguments.global.verbose > 0) session.client.tell([&](const std::string& line) { session.note(line); });
  const auto outcome = std::visit([&](const auto& verb) { return run(session, verb); }, arguments.verb);
  int exit_code = 0;
  if (outcome) {
    exit_code = *outcome;
  } else {
    print_error(session, outcome.error());
    exit_code = digest::facts_of(outcome.error().code).exit_code;
  }
  return finish_output(exit_code, streams);
}

int finish_output(int exit_code, Streams& streams) {
  const int fault = streams.out.flush();
  if (fault == 0) return exit_code;
  // `gailou list | head -1`: the reader has what it wanted.
  if (fault == EPIPE) return EXIT_SUCCESS;
  streams.err.write("gailou: can't write the answer: " + std::generic_category().message(fault) + "\n");
  streams.err.flush();
  return digest::facts_of(digest::Code::io).exit_code;
}

}  // namespace gailou::cli
