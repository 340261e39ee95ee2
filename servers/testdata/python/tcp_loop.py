"""Talks with one client until it hangs up, and only then with the next."""
import socket
import sys

door = socket.create_server(("", int(sys.argv[1])), backlog=5)
print("ready", flush=True)
while True:
    line, client = door.accept()
    while message := line.recv(1024):
        line.sendall(message.upper())
    line.close()
