#!/usr/bin/env bash
# Tries the image and docker-compose.yml as a person would: builds, starts, chats through with
# openssl, with lines of JSON and with the client in the container, restarts, reads the history
# again, stops. Leaves nothing behind. Works with docker compose and with docker-compose 1.29.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Ports of this machine that are free, so that it runs beside a server that is in use.
export COMPOSE_PROJECT_NAME=parley-try-$$ CHAT_TLS_PORT=0 CHAT_PLAIN_PORT=0
# An image of its own: one that is called parley may be somebody's.
export PARLEY_IMAGE=parley-try-$$
work=$(mktemp -d)
export PARLEY_ENV_FILE=$work/settings.env
printf '%s\n' PARLEY_LISTEN_METRICS=0.0.0.0:7090 PARLEY_LIMITS_ROOMS=77 >"$PARLEY_ENV_FILE"
talk=

compose() {
  if docker compose version >/dev/null 2>&1; then docker compose "$@"; else docker-compose "$@"; fi
}

step() { printf '\n== %s\n' "$1"; }

finish() {
  status=$?
  [ -z "$talk" ] || kill "$talk" 2>/dev/null || true
  if [ $status -ne 0 ]; then
    echo "Failed. The server's log:"
    compose logs --tail 50 || true
    tail -n 50 "$work"/*.out 2>/dev/null || true
  fi
  compose down --volumes --timeout 20 >/dev/null 2>&1 || true
  docker image rm "$PARLEY_IMAGE" >/dev/null 2>&1 || true
  rm -rf "$work"
  exit $status
}
trap finish EXIT

# Waits up to $1 seconds until the rest of the command succeeds.
await() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $deadline ] || { echo "Waited in vain for: $*" >&2; return 1; }
    sleep 0.2
  done
}

container() { compose ps -q parley; }
# Waits until the server is healthy; the port that was free may be another one after each start.
ready() {
  await 120 healthy
  address=localhost:$(compose port parley 7443 | sed 's/.*://')
  echo "healthy at $address"
}
healthy() { [ "$(docker inspect --format '{{.State.Health.Status}}' "$(container)")" = healthy ]; }
# One connection of lines of JSON: those given, and what the server answers until it says bye.
script() { printf '%s\n' "$@" '{"type":"bye"}' | timeout 20 openssl s_client -quiet -connect "$address" 2>/dev/null; }

step "build and start"
compose up -d --build
ready

step "alice comes by openssl s_client"
mkfifo "$work/alice.in"
openssl s_client -quiet -crlf -connect "$address" <"$work/alice.in" >"$work/alice.out" 2>/dev/null &
talk=$!
exec 3>"$work/alice.in"
await 10 grep -q 'Enter your username' "$work/alice.out"
echo alice >&3
await 10 grep -q 'Welcome to the chat!' "$work/alice.out"
echo 'Hello from openssl' >&3

step "a script comes with lines of JSON"
script '{"type":"hello","name":"robot"}' '{"type":"join","id":"1","room":"lobby"}' \
  '{"type":"send","id":"2","room":"lobby","text":"Hello from a script","nonce":"try-1"}' | tee "$work/robot.out"
grep -q '"re":"2"' "$work/robot.out"
await 10 grep -q 'robot: Hello from a script' "$work/alice.out"

step "the client in the container sends, and reads the room again"
compose exec -T parley chat send --server localhost --plain --name carol lobby 'Hello from the client'
await 10 grep -q 'carol: Hello from the client' "$work/alice.out"
cat "$work/alice.out"

step "stop: everyone is told, and the exit code is 0"
id=$(container)
compose stop
[ "$(docker inspect --format '{{.State.ExitCode}}' "$id")" = 0 ]
await 5 grep -qi 'shut\|stopp\|bye' "$work/alice.out"

step "start again: nothing that was said is lost"
compose start
ready
script '{"type":"hello","name":"robot"}' '{"type":"join","id":"1","room":"lobby"}' \
  '{"type":"history","id":"2","room":"lobby"}' >"$work/history.out"
for text in 'Hello from openssl' 'Hello from a script' 'Hello from the client'; do
  grep -q "$text" "$work/history.out"
done
echo "all three messages are there"

step "settings come from a file of the environment, and figures go to who is beside it"
compose exec -T parley chat-server config | grep 'limits.rooms *77'
# By its address: another container of the service is called parley too, by itself.
beside=$(docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$(container)")
compose run --rm --no-deps -T parley bash -c \
  "exec 3<>/dev/tcp/$beside/7090"'; printf "GET /metrics HTTP/1.1\r\nHost: parley:7090\r\nConnection: close\r\n\r\n" >&3; cat <&3' >"$work/figures.out"
grep '^parley_build_info' "$work/figures.out"

step "a backup stays, and comes back"
compose exec -T parley chat-server backup parley.backup
if compose exec -T parley chat-server backup /tmp/parley.backup; then exit 1; fi
compose stop
compose run --rm -T parley chat-server restore --force parley.backup
compose start
ready
compose exec -T parley chat-server check parley.backup

step "all of it worked"
