// One value judged by its option's rule. Nothing is changed unless it is right.
#include <algorithm>
#include <utility>

#include "daemon/config/options.h"
#include "daemon/config/units.h"

namespace gailou::config {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

/// What a rule makes of a value: the fault in words with what would be right, or nothing.
struct Fault {
  std::string what{};
  std::string hint{};
};
using Verdict = std::optional<Fault>;

std::string type_of(const Value& value) {
  return std::visit(Overloaded{[](const std::string&) { return std::string("a text"); },
                               [](bool) { return std::string("true or false"); },
                               [](std::int64_t) { return std::string("a bare number"); },
                               [](double) { return std::string("a number with a fraction"); },
                               [](const std::vector<std::string>&) { return std::string("a list"); },
                               [](const Unusable& other) { return other.type; }},
                    value.written);
}

Fault wrong_type(const Value& value, const std::string& wanted) {
  return {.what = "is " + type_of(value), .hint = "write " + wanted};
}

const std::string* text_in(const Value& value) {
  return std::get_if<std::string>(&value.written);
}

Fault out_of_range(const std::string& min, const std::string& max) {
  return {.what = "is out of range", .hint = "from " + min + " to " + max};
}

Verdict judge(const TextRule& rule, Config& config, const Value& value) {
  const std::string* text = text_in(value);
  if (text == nullptr) return wrong_type(value, "a text in quotes");
  std::string made = *text;
  if (auto fault = rule.check(made)) return Fault{.what = std::move(*fault)};
  rule.field(config) = std::move(made);
  return std::nullopt;
}

/// Blanks beside a comma are for the eye.
std::string without_blanks(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  if (text.empty()) return parts;
  std::size_t start = 0;
  for (std::size_t comma = text.find(','); comma != std::string::npos; comma = text.find(',', start)) {
    parts.push_back(without_blanks(std::string_view(text).substr(start, comma - start)));
    start = comma + 1;
  }
  parts.push_back(without_blanks(std::string_view(text).substr(start)));
  return parts;
}

// More than anybody lists, and few enough to look at.
constexpr std::size_t kListMax = 256;

Verdict judge(const ListRule& rule, Config& config, const Value& value) {
  std::vector<std::string> list;
  if (const auto* given = std::get_if<std::vector<std::string>>(&value.written)) {
    list = *given;
  } else if (const std::string* text = text_in(value); text != nullptr && !value.typed) {
    list = split(*text);
  } else {
    return wrong_type(value, "a list, as in [\"…\", \"…\"]");
  }
  if (list.empty() && !rule.may_be_empty) return Fault{.what = "is empty", .hint = "at least one is needed"};
  if (list.size() > kListMax) return Fault{.what = "has over 256 values"};
  for (std::string& each : list) {
    if (auto fault = rule.check_each(each)) return Fault{.what = "\"" + each + "\" " + *fault};
  }
  rule.field(config) = std::move(list);
  return std::nullopt;
}

Verdict judge(const FlagRule& rule, Config& config, const Value& value) {
  const std::string* text = text_in(value);
  if (const bool* flag = std::get_if<bool>(&value.written)) {
    rule.field(config) = *flag;
  } else if (text != nullptr && !value.typed && (*text == "true" || *text == "false")) {
    rule.field(config) = *text == "true";
  } else {
    return Fault{.what = "is neither true nor false"};
  }
  return std::nullopt;
}

Verdict judge(const DurationRule& rule, Config& config, const Value& value) {
  const std::string* text = text_in(value);
  const auto length = text == nullptr ? std::nullopt : parse_duration(*text);
  if (text == nullptr) return wrong_type(value, "a length of time with its unit, as in \"90s\" or \"5m\"");
  if (!length) {
    return Fault{.what = "\"" + *text + "\" isn't a length of time",
                 .hint = "a whole number with its unit: ms, s, m, h or d, as in \"90s\""};
  }
  if (*length < rule.min || *length > rule.max) return out_of_range(to_text(rule.min), to_text(rule.max));
  rule.field(config) = *length;
  return std::nullopt;
}

Verdict judge(const SizeRule& rule, Config& config, const Value& value) {
  const std::string* text = text_in(value);
  if (text == nullptr) return wrong_type(value, "a size with its unit, as in \"16MiB\"");
  const auto bytes = parse_size(*text);
  if (!bytes) {
    return Fault{.what = "\"" + *text + "\" isn't a size",
                 .hint = "a whole number with its unit: B, KiB, MiB or GiB, as in \"16MiB\""};
  }
  if (*bytes < rule.min || *bytes > rule.max) return out_of_range(size_text(rule.min), size_text(rule.max));
  rule.field(config) = *bytes;
  return std::nullopt;
}

Verdict judge(const CountRule& rule, Config& config, const Value& value) {
  std::optional<std::size_t> number;
  if (const auto* given = std::get_if<std::int64_t>(&value.written)) {
    if (*given >= 0) number = static_cast<std::size_t>(*given);
  } else if (const std::string* text = text_in(value); text != nullptr && !value.typed) {
    number = parse_count(*text);
  } else {
    return wrong_type(value, "a whole number");
  }
  if (!number || *number < rule.min || *number > rule.max) {
    return out_of_range(std::to_string(rule.min), std::to_string(rule.max));
  }
  rule.field(config) = *number;
  return std::nullopt;
}

Verdict judge(const ShareRule& rule, Config& config, const Value& value) {
  std::optional<double> share;
  if (const auto* given = std::get_if<double>(&value.written)) share = *given;
  if (const auto* given = std::get_if<std::int64_t>(&value.written)) share = static_cast<double>(*given);
  if (const std::string* text = text_in(value); text != nullptr && !value.typed) share = parse_share(*text);
  if (!share) return wrong_type(value, "a number such as 0.1");
  // Written so that NaN is out of range too.
  if (!(*share >= rule.min && *share <= rule.max)) return out_of_range(share_text(rule.min), share_text(rule.max));
  rule.field(config) = *share;
  return std::nullopt;
}

std::string rate_or_off(const RateRule& rule, Config& config) {
  const double rate = rule.field(config);
  return rule.may_be_off && rate <= 0 ? "off" : rate_text(rate);
}

Verdict judge(const RateRule& rule, Config& config, const Value& value) {
  const std::string* text = text_in(value);
  if (text == nullptr) return wrong_type(value, "a rate such as \"1/s\"");
  if (rule.may_be_off && *text == "off") {
    rule.field(config) = 0;
    return std::nullopt;
  }
  const auto rate = parse_rate(*text);
  if (!rate) {
    return Fault{.what = "\"" + *text + "\" isn't a rate", .hint = "a number per s, m or h, as in \"1/s\" or \"30/m\""};
  }
  if (!(*rate >= rule.min && *rate <= rule.max)) return out_of_range(rate_text(rule.min), rate_text(rule.max));
  rule.field(config) = *rate;
  return std::nullopt;
}

Verdict judge(const ModeRule& rule, Config& config, const Value& value) {
  const std::string* text = text_in(value);
  const auto mode = text == nullptr ? std::nullopt : parse_mode(*text);
  if (!mode) return Fault{.what = "isn't a mode", .hint = "octal digits in quotes, as in \"0660\""};
  if ((*mode & 07U) != 0) return Fault{.what = "lets everybody on this machine administer", .hint = "as in \"0660\""};
  rule.field(config) = *mode;
  return std::nullopt;
}

std::string listed(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) text += (text.empty() ? "\"" : ", \"") + std::string(word) + "\"";
  return text;
}

Verdict judge(const ChoiceRule& rule, Config& config, const Value& value) {
  const std::string* text = text_in(value);
  if (text == nullptr) return wrong_type(value, "one of " + listed(rule.words));
  const auto found = std::ranges::find(rule.words, *text);
  if (found == rule.words.end()) {
    return Fault{.what = "\"" + *text + "\" isn't one of its words", .hint = "one of " + listed(rule.words)};
  }
  rule.choose(config, static_cast<std::size_t>(found - rule.words.begin()));
  return std::nullopt;
}

std::string quoted(const std::string& text) {
  std::string made = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') made += '\\';
    made += c;
  }
  return made + "\"";
}

}  // namespace

Result<void> apply(const Option& option, Config& config, const Value& value) {
  auto fault = std::visit([&](const auto& rule) { return judge(rule, config, value); }, option.rule);
  if (!fault) return {};
  return Error{.code = Code::config,
               .what = std::string(option.key) + ": " + fault->what,
               .where = value.origin,
               .hint = fault->hint};
}

std::string shown(const Option& option, Config config) {
  return std::visit(
      Overloaded{[&](const TextRule& rule) { return quoted(rule.field(config)); },
                 [&](const ListRule& rule) {
                   std::string text;
                   for (const std::string& each : rule.field(config)) text += (text.empty() ? "" : ", ") + quoted(each);
                   return "[" + text + "]";
                 },
                 [&](const FlagRule& rule) { return std::string(rule.field(config) ? "true" : "false"); },
                 [&](const DurationRule& rule) { return quoted(to_text(rule.field(config))); },
                 [&](const SizeRule& rule) { return quoted(size_text(rule.field(config))); },
                 [&](const CountRule& rule) { return std::to_string(rule.field(config)); },
                 [&](const ShareRule& rule) { return share_text(rule.field(config)); },
                 [&](const RateRule& rule) { return quoted(rate_or_off(rule, config)); },
                 [&](const ModeRule& rule) { return quoted(mode_text(rule.field(config))); },
                 [&](const ChoiceRule& rule) { return quoted(std::string(rule.words[rule.chosen(config)])); }},
      option.rule);
}

}  // namespace gailou::config
