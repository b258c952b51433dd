#include "daemon/track/try_out.h"

#include <utility>

#include "daemon/track/failure.h"

namespace gailou::track {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

constexpr const char* kIsItDiscourse =
    "is this a Discourse forum, and its address whole? a forum in a subfolder of "
    "its host can't be followed";

/// The source's cooldown, if the failure asks for one, is begun and told.
asio::awaitable<Result<forum::SiteLook>> failed(TryTools tools, Error error) {
  const FailureInput input{.error = error,
                           .thread_failures = 1,
                           .source_failures = tools.turnstile.state().failures + 1,
                           .chance = tools.chance,
                           .now = tools.clock.now()};
  const auto until = cooldown_after(input, tools.settings);
  if (!until) co_return explained(std::move(error));
  const auto cooled = co_await tools.turnstile.cool_down(*until, error);
  if (!cooled) co_return cooled.error();
  Error told = explained(std::move(error));
  told.what += "; the source is left alone until " + digest::to_iso(*until);
  co_return told;
}

}  // namespace

asio::awaitable<Result<forum::SiteLook>> try_out(TryTools tools) {
  const auto site = co_await tools.source.site();
  if (!site) {
    auto telling = failed(tools, site.error());
    co_return co_await std::move(telling);
  }
  const auto calmed = co_await tools.turnstile.succeeded();
  if (!calmed) co_return calmed.error();
  // Any JSON has no title; each Discourse forum has one.
  if (site->title.empty()) {
    co_return Error{.code = Code::malformed,
                    .what = "it answers, but not as a Discourse forum does",
                    .where = {},
                    .hint = kIsItDiscourse};
  }
  co_return site;
}

Error explained(Error error) {
  if (error.code == Code::not_found || error.code == Code::gone) {
    error.code = Code::malformed;
    error.what = "there is no Discourse forum at this address: its own description is not found";
    error.hint = kIsItDiscourse;
  }
  if (error.code == Code::malformed && error.hint.empty()) error.hint = kIsItDiscourse;
  return error;
}

}  // namespace gailou::track
