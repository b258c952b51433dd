#include "daemon/protocol/verbs.h"

#include <array>
#include <utility>

namespace gailou::protocol {

namespace {

template <std::size_t... I>
constexpr std::array<VerbFacts, sizeof...(I)> table(std::index_sequence<I...>) {
  return {std::variant_alternative_t<I, Request>::kFacts...};
}
constexpr auto kVerbs = table(std::make_index_sequence<std::variant_size_v<Request>>{});

template <std::size_t I = 0>
std::optional<Request> made(std::string_view verb) {
  if constexpr (I < std::variant_size_v<Request>) {
    if (kVerbs[I].name == verb) return Request(std::in_place_index<I>);
    return made<I + 1>(verb);
  } else {
    return std::nullopt;
  }
}

}  // namespace

std::span<const VerbFacts> verbs() {
  return kVerbs;
}

const VerbFacts& facts_of(const Request& request) {
  return kVerbs.at(request.index());
}

std::optional<Request> empty_request(std::string_view verb) {
  return made(verb);
}

}  // namespace gailou::protocol
