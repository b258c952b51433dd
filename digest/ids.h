// Numbers that name things: distinct types, so that a floor is never taken for a post's id.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace gailou::digest {

template <class Tag>
struct Id {
  std::int64_t value{};
  constexpr auto operator<=>(const Id&) const = default;
};

using ThreadId = Id<struct ThreadTag>;  // the store's own number of a tracked thread; also its number in `gailou list`
using TopicId = Id<struct TopicTag>;    // the forum's number of it, as in uscardforum/493728
using PostId = Id<struct PostTag>;      // the forum's id of a post: its identity
using Floor = Id<struct FloorTag>;      // the forum's post number: a label with gaps that can change
using Revision = Id<struct RevisionTag>;  // a thread's digest counter, from 1
using EntrySeq = Id<struct EntrySeqTag>;  // an entry's place in its digest, from 1; its public id is "e" + this
using CommitNo = Id<struct CommitTag>;    // store-wide counter of digest transactions
using BatchId = Id<struct BatchTag>;

}  // namespace gailou::digest

template <class Tag>
struct std::hash<gailou::digest::Id<Tag>> {
  std::size_t operator()(const gailou::digest::Id<Tag>& id) const noexcept {
    return std::hash<std::int64_t>{}(id.value);
  }
};
