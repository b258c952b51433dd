// What the admin verbs work with; owned by app, borrowed here.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/engine/chat/chat_engine.h"
#include "daemon/engine/choice.h"
#include "daemon/io/clock.h"
#include "daemon/io/store_thread.h"
#include "daemon/protocol/replies.h"
#include "daemon/track/tracker.h"
#include "digest/compose/pack.h"
#include "storage/store.h"

namespace gailou::admin {

using ReaderThread = io::OwningThread<storage::Reader>;

/// What `status` tells of the daemon's surroundings.
struct Surroundings {
  std::string state_folder{};
  std::vector<std::string> listening{};
  digest::Duration request_spacing{};          // between two requests to a source, but for a burst of 2
  std::shared_ptr<const digest::Pack> pack{};  // of digest.pack; none = the built-in words alone
};

/// The engines as the daemon has them.
struct Engines {
  engine::Engine* offline = nullptr;
  std::shared_ptr<engine::ChatEngine> chat{};  // none: engine.endpoint isn't set
  engine::ChoiceRules rules{};
  std::string currency{};
  std::string zone{};  // where the budgets' day and month begin
};

/// Reads the configuration again and carries out what can be.
using Reload = std::function<boost::asio::awaitable<protocol::ReloadReply>()>;

struct Context {
  track::Tracker& tracker;
  ReaderThread& reader;
  io::Clock& clock;
  std::vector<storage::SourceRecord> configured{};  // `[[source]]`: these win over what the store made
  std::string version{};
  digest::Instant started_at{};
  Surroundings surroundings{};
  Engines engines{};
  std::vector<std::string> trouble{};               // of the store, the disk: what /readyz says too
  Reload reload{};                                  // none without a daemon
  std::optional<protocol::ReloadReply> reloaded{};  // the last time
};

}  // namespace gailou::admin
