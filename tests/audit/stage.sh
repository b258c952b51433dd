#!/usr/bin/env bash
# Sets a site up for ./dev audit and ./dev shot: four recorded or made-up threads, fetched and digested, no edge of
# which moves any more. Usage: stage.sh BUILD STATE PORT; prints nothing, ends when told to (TERM) and takes its children along.
set -euo pipefail
build=$1 state=$2 port=$3
pids=()
# shellcheck disable=SC2317  # called by the trap
stop_all() {
  trap - EXIT INT TERM
  ((${#pids[@]})) && kill -TERM "${pids[@]}" 2>/dev/null
  wait 2>/dev/null || true
}
trap stop_all EXIT INT TERM

forum() {
  "$build/gailou-replay" --port "$1" "${@:2}" >/dev/null 2>&1 &
  pids+=($!)
}
forum $((port + 1)) --thread tests/data/seed-thread.json --start 62 --hold
forum $((port + 2)) --made-up 640 --start 640 --hold

wait_for() {
  local tries
  for ((tries = 0; tries < 150; tries++)); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return 0; fi
    sleep 0.1
  done
  printf 'stage: nothing answers on port %s\n' "$1" >&2
  exit 1
}
wait_for $((port + 1))
wait_for $((port + 2))

"$build/gailou" serve --state "$state" --listen "127.0.0.1:$port" --set log.level=error \
  --set poll.allow_private_addresses=true --set poll.min_interval=1s --set poll.max_interval=1s \
  --set poll.per_host_rate=100/s --set digest.settle_age=0s --set digest.edit_grace=0s \
  --set site.timezone=America/Los_Angeles --set site.robots=index &
pids+=($!)
wait_for "$port"
tell() { "$build/gailou" --state "$state" "$@" >/dev/null 2>&1; }
tell import --thread "http://offers.example/t/topic/1" tests/data/offers-topic.json || true
node tests/audit/hostile.mjs >"$state/hostile.json"
tell import --thread "http://hostile.example/t/topic/7" "$state/hostile.json" || true
tell add --wait "http://127.0.0.1:$((port + 1))/t/topic/1" || true
tell add --wait "http://127.0.0.1:$((port + 2))/t/topic/1" || true
# The recorded thread goes on in steps, so that it has revisions.
for floor in 64 66 68 70 71; do
  exec 3<>"/dev/tcp/127.0.0.1/$((port + 1))"
  printf 'GET /replay/release?to=%s HTTP/1.0\r\nHost: 127.0.0.1:%s\r\n\r\n' "$floor" "$((port + 1))" >&3
  cat <&3 >/dev/null
  exec 3>&-
  sleep 1
  tell poll local/1 || true
  tell digest local/1 --now || true
done
touch "$state/staged"
wait
