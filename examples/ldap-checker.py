#!/usr/bin/env python3
"""Lets people in by their passwords in OpenLDAP: a program for accounts.checker, on Python's standard
library (3.9 or later) and ldapsearch; docs/operations.md explains it. Beside it, in a file of its name
with .json for .py, stands where the directory is and below what entry people are by their uid:
    {"server": "ldaps://ldap.example.org", "people": "ou=people,dc=example,dc=org"}
"""
import base64, json, os, subprocess, sys

question = json.loads(sys.stdin.readline())  # {"name": "alice", "password": "..."}
with open(os.path.splitext(os.path.abspath(__file__))[0] + ".json", encoding="utf-8") as file:
    settings = json.load(file)

# In RFC 4514 each byte may be written as \XX: no sign of a name means anything to the directory.
uid = "".join("\\%02x" % byte for byte in question["name"].encode())
entry = "uid=" + uid + "," + settings["people"]
command = ["ldapsearch", "-LLL", "-x", "-o", "nettimeout=5", "-o", "ldif-wrap=no"]
command += ["-H", settings["server"], "-D", entry, "-y", "/dev/stdin", "-b", entry, "-s", "base", "uid"]
password = question["password"].encode()
if not password or b"\0" in password:  # nothing to the directory, which then asks for none
    done = None
else:
    done = subprocess.run(command, input=password, capture_output=True)

if done is None or done.returncode == 49:  # invalid credentials, or nobody of that name
    answer = {"ok": False}
elif done.returncode == 0:
    # The directory takes some other spellings for the same: it says whose entry it is.
    lines = [line.split(b":", 1)[1] for line in done.stdout.splitlines() if line.startswith(b"uid:")]
    uids = [base64.b64decode(u[1:]) if u[:1] == b":" else u.strip() for u in lines]
    answer = {"ok": True, "name": uids[0].decode()} if len(uids) == 1 else {
        "ok": False, "reason": "the entry has %d uids" % len(uids)}
else:
    sys.exit("ldapsearch failed: %d" % done.returncode)  # no answer: people are told to try again
print(json.dumps(answer))
