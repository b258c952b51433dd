// What the tracker tells of, in the words of those who follow along.
#pragma once

#include "daemon/serve/live/live.h"
#include "daemon/track/news.h"

namespace gailou {

void tell_readers(const track::News& news, serve::Live& live);

}  // namespace gailou
