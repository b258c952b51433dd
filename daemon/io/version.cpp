#include "daemon/io/version.h"

namespace gailou::io {

std::string version() {
  return GAILOU_VERSION;
}

std::string commit() {
  return GAILOU_COMMIT;
}

}  // namespace gailou::io
