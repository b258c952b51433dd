// The configuration read again because somebody asks for it.
#include <utility>

#include "daemon/admin/verbs.h"

namespace gailou::admin {

Answer run(Context& context, protocol::ReloadConfig) {
  if (!context.reload) {
    co_return digest::Error{.code = digest::Code::unavailable,
                            .what = "only a running daemon has a configuration to reload"};
  }
  auto reloading = context.reload();
  const auto reply = co_await std::move(reloading);
  co_return reply_with(reply);
}

}  // namespace gailou::admin
