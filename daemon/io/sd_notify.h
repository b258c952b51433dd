// What systemd is told. Without $NOTIFY_SOCKET every call is a no-op.
#pragma once

#include <string_view>

#include "digest/time.h"

namespace gailou::io {

void notify_ready();
/// The configuration is read again; notify_ready() says that it was, whatever came of it.
void notify_reloading();
void notify_stopping();
void notify_status(std::string_view status);
void notify_watchdog();
/// How often WATCHDOG=1 is due (a third of the unit's interval); zero = no watchdog.
digest::Duration watchdog_interval();

}  // namespace gailou::io
