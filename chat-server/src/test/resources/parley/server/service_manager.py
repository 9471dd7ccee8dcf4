"""What a service manager does, at the socket argv[1]: writes what it is told, line by line. Once READY
comes it looks whether the server listens on port argv[2]."""
import socket
import sys

told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
told.bind("\0" + sys.argv[1][1:] if sys.argv[1].startswith("@") else sys.argv[1])
print("bound", flush=True)
first = True
while True:
    lines = told.recv(4096).decode().split("\n")
    for line in lines:
        print(line, flush=True)
    if first and "READY=1" in lines:
        socket.create_connection(("127.0.0.1", int(sys.argv[2])), 5).close()
        print("it listens", flush=True)
        first = False
