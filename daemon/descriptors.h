// Each connection takes a descriptor, and a process may have 1,024 of them unless it asks for more.
#pragma once

#include <cstddef>

#include "daemon/serve/settings.h"

namespace gailou {

/// Descriptors that connections as configured may take, with those that the daemon needs for itself.
std::size_t descriptors_for(const serve::Settings& settings);

/// Raises the process's own limit as far as the system lets it; a warning where that isn't enough.
void allow_descriptors(std::size_t wanted);

}  // namespace gailou
