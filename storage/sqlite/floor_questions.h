// What is recorded of a floor, and the floor as its batch saw it: for who asks why it became what it became.
#pragma once

#include "digest/compose/explain.h"
#include "storage/sqlite/rows.h"

namespace gailou::storage::sqlite {

digest::Result<digest::FloorQuestion> floor_question(Database& db, digest::ThreadId id, digest::Floor floor);

}  // namespace gailou::storage::sqlite
