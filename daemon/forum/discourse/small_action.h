// What a small action names: whom it happened to, or where it leads. Pure.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "daemon/forum/discourse/wire.h"
#include "digest/text/body.h"

namespace gailou::forum::discourse {

/// The member's name; else the path that the forum gives or that the action's text links to, of a topic in the short
/// form "/t/4616/14": slugs change. "" if it names nothing.
std::string detail_of(const nlohmann::json& post, const digest::Body& body, const Asked& asked);

}  // namespace gailou::forum::discourse
