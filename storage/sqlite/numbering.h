// Keeps each floor one post's, whatever numbers the forum gives.
#pragma once

#include <vector>

#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

digest::Floor floor_of(Database& db, digest::ThreadId id, digest::PostId post);

/// After posts were written: if one of them took a floor that another one has, or some still wait for their own number,
/// digest::number_floors decides anew for all that no digest has named.
void settle_numbers(Database& db, digest::ThreadId id, const std::vector<digest::PostId>& written);

}  // namespace gailou::storage::sqlite
