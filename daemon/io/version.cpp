#include "daemon/io/version.h"

namespace gailou::io {

Version version() {
  return {.number = GAILOU_VERSION, .commit = GAILOU_COMMIT};
}

}  // namespace gailou::io
