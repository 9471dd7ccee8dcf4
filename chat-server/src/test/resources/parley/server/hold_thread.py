"""Holds the thread named argv[2] of the process argv[1], alone of all its threads, until standard input ends."""
import ctypes
import os
import sys

SEIZE, INTERRUPT, DETACH, WALL = 0x4206, 0x4207, 17, 0x40000000
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long
tasks = "/proc/%s/task" % sys.argv[1]
names = {open("%s/%s/comm" % (tasks, t)).read().strip(): int(t) for t in os.listdir(tasks)}
thread = names[sys.argv[2]]
for request in (SEIZE, INTERRUPT):
    if libc.ptrace(request, thread, None, None) != 0:
        print("refused", os.strerror(ctypes.get_errno()), flush=True)
        sys.exit()
os.waitpid(thread, WALL)
print("held", flush=True)
sys.stdin.read()
libc.ptrace(DETACH, thread, None, None)
