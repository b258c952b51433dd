// From what the endpoint and the offline engine brought to one draft, looked at with the judge's eyes before it is
// handed on.
#pragma once

#include <vector>

#include "digest/operation.h"

namespace gailou::engine {

/// Of the same batch, only these floors are to be written; the others are context now. What was edited or came back
/// stays.
digest::BatchInput rest_of(const digest::BatchInput& input, const std::vector<digest::Floor>& floors);

bool has_summary(const std::vector<digest::Operation>& operations);

/// `written` first, then `offline`; of the latter a summary only where `takes_summary`.
std::vector<digest::Operation> joined(std::vector<digest::Operation> written, std::vector<digest::Operation> offline,
                                      bool takes_summary);

/// Of the first `count` operations those that a gate refuses, their indices. What merely repeats another entry isn't
/// among them: it is accounted for.
std::vector<std::size_t> refused_operations(const digest::BatchInput& input,
                                            const std::vector<digest::Operation>& operations, std::size_t count);

/// Floors of the batch that an operation speaks of.
std::vector<digest::Floor> floors_of(const digest::BatchInput& input, const digest::Operation& operation);

/// Whether the step that comes of it may be written.
bool may_be_written(const digest::BatchInput& input, const std::vector<digest::Operation>& operations);

/// Those of `posts` that the operations cite.
std::vector<digest::Post> cited_of(const std::vector<digest::Operation>& operations,
                                   const std::vector<digest::Post>& posts);

}  // namespace gailou::engine
