// What it means to be sent elsewhere. A deleted topic can lead anywhere instead (its permalink), to another topic too;
// one that is there leads to itself, under its present slug (discourse-wire, answers that are not the thread). Pure.
#pragma once

#include <string_view>

#include "daemon/io/url.h"
#include "digest/error.h"

namespace gailou::forum::discourse {

/// Whether both are of the same topic, whatever the slug and floor.
bool is_same_topic(const io::Url& one, const io::Url& other);

/// Whether a redirect gives another thing than what was asked for. The same path on another host is the whole forum's
/// move.
bool leads_elsewhere(const io::Url& from, const io::Url& to);

/// not_found
digest::Error led_elsewhere(const io::Url& from, const io::Url& to);

}  // namespace gailou::forum::discourse
