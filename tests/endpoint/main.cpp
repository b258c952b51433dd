// gailou-endpoint: a chat endpoint that costs nothing, for trying the LLM engine and its failures.
#include <cstdio>
#include <string>

#include <CLI/CLI.hpp>
#include <signal.h>

#include "tests/endpoint/server.h"

int main(int argc, char** argv) {
  CLI::App app{"Plays an OpenAI-compatible chat endpoint on loopback."};
  int port = 0;
  std::string manner = "honest";
  std::string model = "stand-in";
  std::string refused;
  app.add_option("--port", port, "port on 127.0.0.1; 0 lets the system choose")->check(CLI::Range(0, 65535));
  app.add_option(
      "--manner", manner,
      "honest, lazy, obeying, forgetful, cut-off, empty, html, error-with-200, cut-json, overloaded, "
      "rate-limited, quota-gone, unauthorized, small-context, offers, llama-cpp, vllm, vllm-older, lm-studio, "
      "lm-studio-mlx, groq, openai-tier, ollama-thinks, loading, reset, hang, endless");
  app.add_option("--model", model, "name that answers carry");
  app.add_option("--refuse", refused, "parameter of a request that is answered with 400");
  CLI11_PARSE(app, argc, argv);

  const auto known = gailou::endpoint::manner_named(manner);
  if (!known) {
    std::fprintf(stderr, "gailou-endpoint: no manner is called %s; see --help\n", manner.c_str());
    return 64;
  }
  // Before the server's threads, so that they inherit it.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  gailou::endpoint::StandIn stand_in(*known);
  stand_in.call_itself(model);
  if (!refused.empty()) stand_in.refuse_parameter(refused);
  try {
    const gailou::endpoint::Server server(stand_in, port);
    std::printf("endpoint: %s\n", server.base().c_str());
    std::fflush(stdout);
    int which = 0;
    sigwait(&ends, &which);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gailou-endpoint: %s\n", error.what());
    return 69;
  }
  std::printf("requests %zu, prompt tokens %lld, of these cached %lld\n", stand_in.requests(),
              static_cast<long long>(stand_in.prompt_tokens()), static_cast<long long>(stand_in.cached_tokens()));
  return 0;
}
