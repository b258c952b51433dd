// Rules for configured texts. Each says in words what is wrong, or nothing; some bring the text into its normal form.
#pragma once

#include <optional>
#include <string>

namespace gailou::config {

std::optional<std::string> check_anything(std::string& text);
/// Shown to readers and terminals: valid UTF-8 without control characters, at most 200 bytes.
std::optional<std::string> check_words(std::string& text);
/// [a-z0-9-]{1,32}, as sources and rules are called.
std::optional<std::string> check_name(std::string& text);
/// Digits, the first no 0; empty is right.
std::optional<std::string> check_number(std::string& text);
/// Why robots.txt isn't obeyed, as a sentence: ten bytes at least.
std::optional<std::string> check_reason(std::string& text);
/// An absolute path, or the bare name of a systemd credential; empty is right.
std::optional<std::string> check_key_file(std::string& text);
/// "host:port", "[::1]:port", "unix:/path". Port 0 lets the system choose.
std::optional<std::string> check_listen(std::string& text);
/// The same; empty is right.
std::optional<std::string> check_metrics_listen(std::string& text);
/// A mailto:, https: or tel: URI; an e-mail address becomes one. Empty is right.
std::optional<std::string> check_contact(std::string& text);
/// Absolute http or https URL without query; a trailing slash is taken off. Empty is right.
std::optional<std::string> check_public_url(std::string& text);
/// A host name or address as it stands in a Host header, brought to lower case.
std::optional<std::string> check_host(std::string& text);
/// An address, or a network such as 10.0.0.0/8.
std::optional<std::string> check_network(std::string& text);
/// "" or "/gailou".
std::optional<std::string> check_base_path(std::string& text);
/// An absolute path that a Unix socket's address can hold (107 bytes); empty is right.
std::optional<std::string> check_socket(std::string& text);
/// An absolute path; empty is right.
std::optional<std::string> check_folder(std::string& text);
/// Base or whole URL of a chat endpoint; empty is right.
std::optional<std::string> check_endpoint(std::string& text);
/// Three capital letters.
std::optional<std::string> check_currency(std::string& text);
/// What may stand in a User-Agent header; empty is right.
std::optional<std::string> check_user_agent(std::string& text);
/// An IANA name that the system's zone files know; empty is right.
std::optional<std::string> check_zone(std::string& text);
/// BCP 47 in shape: "zh-Hans".
std::optional<std::string> check_language(std::string& text);

}  // namespace gailou::config
