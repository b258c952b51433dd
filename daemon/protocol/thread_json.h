// The record of a thread and a stored post as JSON; parts of several replies.
#pragma once

#include <string>

#include "daemon/protocol/json.h"
#include "digest/codec.h"
#include "storage/records.h"

namespace gailou::protocol {

ordered_json thread_json(const storage::ThreadRecord& thread);
digest::Result<storage::ThreadRecord> thread_of(const json& object, const std::string& where);

ordered_json post_json(const digest::StoredPost& post);
digest::Result<digest::StoredPost> post_of(const json& object, const std::string& where);

void put(ordered_json& object, const char* key, const std::optional<digest::Instant>& at);
ordered_json floors_json(const std::vector<digest::Floor>& floors);

}  // namespace gailou::protocol
