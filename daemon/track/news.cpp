#include "daemon/track/news.h"

namespace gailou::track {

std::string_view name_of(ThreadNews::Change change) {
  switch (change) {
    case ThreadNews::Change::added:
      return "added";
    case ThreadNews::Change::removed:
      return "removed";
    case ThreadNews::Change::paused:
      return "paused";
    case ThreadNews::Change::resumed:
      return "resumed";
    case ThreadNews::Change::state:
      return "state";
    case ThreadNews::Change::title:
      return "title";
  }
  return {};
}

}  // namespace gailou::track
