#include "daemon/metrics/process.h"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

namespace gailou::metrics {

namespace {

double number_in(std::string_view text) {
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<double> count_descriptors() {
  std::error_code ec;
  std::filesystem::directory_iterator walk("/proc/self/fd", ec);
  if (ec) return std::nullopt;
  double count = 0;
  for (; !ec && walk != std::filesystem::directory_iterator(); walk.increment(ec)) ++count;
  if (ec) return std::nullopt;
  return count - 1;  // without the one that looks
}

}  // namespace

ProcessFigures parse_stat(std::string_view stat, double ticks, double page_bytes) {
  // proc(5): the name in brackets, then a blank and the state, which is field 3.
  constexpr std::size_t kFirst = 3;
  constexpr std::size_t kUserTicks = 14;
  constexpr std::size_t kSystemTicks = 15;
  constexpr std::size_t kVirtualBytes = 23;
  constexpr std::size_t kResidentPages = 24;
  ProcessFigures figures;
  const auto name_end = stat.rfind(')');
  if (name_end == std::string_view::npos) return figures;
  stat.remove_prefix(name_end + 1);
  for (std::size_t field = kFirst; !stat.empty() && field <= kResidentPages; ++field) {
    stat.remove_prefix(stat.front() == ' ' ? 1 : 0);
    const auto word = stat.substr(0, stat.find(' '));
    stat.remove_prefix(word.size());
    if (field == kUserTicks || field == kSystemTicks) figures.cpu_seconds += number_in(word) / ticks;
    if (field == kVirtualBytes) figures.virtual_bytes = number_in(word);
    if (field == kResidentPages) figures.resident_bytes = number_in(word) * page_bytes;
  }
  return figures;
}

ProcessFigures process_figures() {
  std::ifstream file("/proc/self/stat");
  const std::string stat{std::istreambuf_iterator<char>(file), {}};
  auto figures =
      parse_stat(stat, static_cast<double>(::sysconf(_SC_CLK_TCK)), static_cast<double>(::sysconf(_SC_PAGESIZE)));
  figures.open_descriptors = count_descriptors();
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
    figures.most_descriptors = static_cast<double>(limit.rlim_cur);
  }
  return figures;
}

}  // namespace gailou::metrics
