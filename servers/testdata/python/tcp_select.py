"""Talks with all clients in turn, as select tells who has said something."""
import select
import socket
import sys

door = socket.create_server(("", int(sys.argv[1])), backlog=5)
print("ready", flush=True)
lines = [door]
while True:
    talking, _, _ = select.select(lines, [], [])
    for line in talking:
        if line is door:
            lines.append(door.accept()[0])
        elif message := line.recv(1024):
            line.sendall(message.upper())
        else:
            lines.remove(line)
            line.close()
