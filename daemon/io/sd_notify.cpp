#include "daemon/io/sd_notify.h"

#include <ctime>
#include <string>

#include <systemd/sd-daemon.h>

#include "daemon/io/log_line.h"

namespace gailou::io {

void notify_ready() {
  sd_notify(0, "READY=1");
}

void notify_reloading() {
  // sd_notify(3): the time tells this reload from an earlier one's late word.
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  const std::string line = "RELOADING=1\nMONOTONIC_USEC=" + std::to_string(now.tv_sec * 1'000'000 + now.tv_nsec / 1000);
  sd_notify(0, line.c_str());
}

void notify_stopping() {
  sd_notify(0, "STOPPING=1");
}

void notify_status(std::string_view status) {
  // A line feed would start another variable.
  const std::string line = "STATUS=" + log::one_line(status);
  sd_notify(0, line.c_str());
}

void notify_watchdog() {
  sd_notify(0, "WATCHDOG=1");
}

digest::Duration watchdog_interval() {
  std::uint64_t interval_us = 0;
  if (sd_watchdog_enabled(0, &interval_us) <= 0) return digest::Duration::zero();
  return std::chrono::duration_cast<digest::Duration>(std::chrono::microseconds(interval_us)) / 3;
}

}  // namespace gailou::io
