// What `[engine]` comes to: where a model is asked, as whom, and within which budgets.
#pragma once

#include <vector>

#include "daemon/config/config.h"
#include "daemon/config/places.h"
#include "daemon/engine/settings.h"
#include "digest/error.h"

namespace gailou::config {

/// Fills in `config.chat` where engine.endpoint is set, after the sources are known; what does not go together is added
/// to `faults`. The key is read for who asks alone, the daemon and verbs that do without it.
void settle_engine(const Surroundings& around, Role role, Config& config, std::vector<digest::Error>& faults);

engine::ChoiceRules engine_choice(const Config& config);

}  // namespace gailou::config
