#!/usr/bin/env bash
# A bot in bash (4.4 or later) with jq and openssl; docs/bots.md explains it. Run it with
#     examples/bot.sh chat.example.org:7443 ca.crt robot lobby
# (server, certificate of its authority, name, rooms). It keeps its place in robot.state.
# What others write is data on jq's input, and never a word of the shell's.
set -u
umask 077 # the place holds a secret, the session
server=$1 ca=$2 name=$3 state=$3.state pipe=$3.pipe delay=1; shift 3
trap : PIPE # the end of a connection is not the bot's
[ -p "$pipe" ] || mkfifo "$pipe" || exit 1

# In: what the server says. Out, for the loop below: say REQUEST, keep PLACE, again WHY, end WHY.
read -r -d '' program <<'JQ'
def visible: gsub("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Zl}\\p{Zp}]"; "?");
def answer: (try [fromjson] catch []) as $json | ($json[0] | objects) // {}
  | if $json == [] then "Invalid JSON"
    elif .type == "GREETING" then
      .name | if type == "string" then "Hello, \(visible)!" else "Invalid fields" end
    elif .type == "SUM" then (if [.a, .b | type] == ["number", "number"] then .a + .b else nan end)
      | if isnan or isinfinite then "Invalid fields" else tostring end
    else "Unknown type" end;
def say: "say " + tojson;
def keep: .place | "keep " + tojson;
({type: "hello", id: "hello", name: $name, token: env.PARLEY_TOKEN} + $old[0] | say),
foreach (inputs | select(startswith("{")) | fromjson) as $m ({place: $old[0]};
  .out = [] | if $m.type == "welcome" then
    .me = $m | .place.since = (if $m.log == .place.log then .place.since else $m.last end)
    | .place += {session: $m.session, log: $m.log}
    | .out = [keep, ($ARGS.positional[] | {type: "join", room: .} | say)]
  elif $m.type == "message" and $m.fromId != .me.id then
    (.me.name | length + 1) as $n | ($m.text[:$n] | ascii_downcase) as $start
    | any(.me.name + (":", ","); ascii_downcase == $start) as $called
    | if ($called or $m.to) and $m.kind != "notice" then
        .out = [{type: "send", id: "\($m.seq)", nonce: "\($m.seq)", replyTo: $m.seq, room: $m.room,
          toId: (if $m.to then $m.fromId else null end),
          text: (if $called then $m.text[$n:] else $m.text end | answer)} | say] else . end
  elif $m.type == "ping" then .out = [{type: "pong", data: $m.data} | say]
  elif $m.type == "bye" and ($m.reason | IN("replaced", "kicked", "banned")) then
    .out = ["end " + ($m.message | visible)]
  elif $m.code == "bad-session" then .out = ["keep {}", "again as somebody new"]
  elif $m.re == "hello" or ($m.code | IN("outcome-unknown", "shutting-down", "storage")) then
    .out = ["again " + ($m.message | visible)] # comes again, and answers again
  elif $m.re then .place.since = ($m.re | tonumber) | .out = [keep]
  elif $m.type == "error" then .out = ["note " + ($m.message | visible)] else . end; .out[])
JQ
while true; do
  [ -s "$state" ] || echo '{}' >"$state"
  exec 3> >(openssl s_client -quiet -no_ign_eof -connect "$server" -CAfile "$ca" -verify_quiet \
    -verify_return_error -verify_hostname "${server%:*}" | jq -nRr --unbuffered --arg name "$name" \
    --slurpfile old "$state" "$program" --args "$@" >"$pipe")
  while read -t 300 -r verb line; do # a ping comes before
    case $verb in
      say) printf '%s\n' "$line" >&3 ;;
      keep) printf '%s\n' "$line" >"$state.new" && mv "$state.new" "$state" && delay=1 ;;
      *) echo "$name: $line" >&2; [ "$verb" = end ] && exit; [ "$verb" = note ] || break ;;
    esac
  done <"$pipe"
  exec 3>&-; wait "$!"; sleep "$delay.$((RANDOM % 10))"; delay=$((delay < 16 ? delay * 2 : 16))
done
