#!/usr/bin/env python3
"""A bot in Python's standard library (3.10 or later); docs/bots.md explains it. Run it with
    examples/bot.py chat.example.org:7443 ca.crt robot lobby
(server, certificate of its authority, name, rooms). It keeps its place in robot.state."""
import json, math, os, random, socket, ssl, sys, time

server, authority, name, *rooms = sys.argv[1:]
host, port = server.rsplit(":", 1)
tls = ssl.create_default_context(cafile=authority)  # trusts nobody else, and compares the host
os.umask(0o077)  # the place holds a secret, the session
state, delay = name + ".state", 1
place = json.load(open(state)) if os.path.exists(state) else {}  # session, log, since
visible = lambda text: "".join(c if c.isprintable() else "?" for c in text)

def answer(text):
    try:
        match json.loads(text, parse_int=float):
            case {"type": "GREETING", "name": str(who)}: return f"Hello, {visible(who)}!"
            case {"type": "SUM", "a": float(a), "b": float(b)} if math.isfinite(a + b):
                return repr(a + b).removesuffix(".0")
            case {"type": "GREETING" | "SUM"}: return "Invalid fields"
            case _: return "Unknown type"
    except (ValueError, RecursionError): return "Invalid JSON"

def talk():
    global delay
    with tls.wrap_socket(socket.create_connection((host, port), 10), server_hostname=host) as line:
        say = lambda **request: line.sendall(json.dumps(request).encode() + b"\n")
        say(type="hello", id="hello", name=name, token=os.environ.get("PARLEY_TOKEN"), **place)
        for m in (json.loads(r) for r in line.makefile("rb") if r[:1] == b"{" and r[-1:] == b"\n"):
            if m["type"] in ("error", "bye"): print(name, visible(m["message"]), file=sys.stderr)
            match m:
                case {"type": "welcome", "id": me, "name": mine}:
                    since, delay = place["since"] if m["log"] == place.get("log") else m["last"], 1
                    place.update(session=m.get("session"), log=m["log"], since=since)
                    line.settimeout(m["limits"]["idleSeconds"] or None)  # a ping comes before
                    for room in rooms: say(type="join", room=room)
                case {"type": "message", "seq": seq, "text": text} if m["fromId"] != me:
                    called = text.lower().startswith((mine.lower() + ":", mine.lower() + ","))
                    if (called or "to" in m) and m.get("kind") != "notice":
                        where = {"toId": m["fromId"]} if "to" in m else {"room": m["room"]}
                        say(type="send", id=str(seq), nonce=str(seq), replyTo=seq, **where,
                            text=answer(text[len(mine) + 1:] if called else text))
                case {"type": "ping"}: say(type="pong", data=m.get("data"))
                case {"type": "bye", "reason": "replaced" | "kicked" | "banned"}: sys.exit()
                case {"code": "bad-session"}: return place.clear()  # comes as somebody new
                case {"re": "hello"} | {"code": "outcome-unknown" | "shutting-down" | "storage"}:
                    return  # comes again, and answers again
                case {"type": "ok" | "error", "re": re}: place["since"] = int(re)
            if "re" in m:
                with open(state + ".new", "w") as file: json.dump(place, file)
                os.replace(state + ".new", state)

while True:
    try: talk()
    except OSError as fault: print(name, visible(str(fault)), file=sys.stderr)
    time.sleep(delay * random.uniform(0.5, 1))
    delay = min(2 * delay, 16)
