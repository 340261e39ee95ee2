"""Gives each client a thread to talk to."""
import socket
import sys
import threading


def talk(line):
    with line:
        while message := line.recv(1024):
            line.sendall(message.upper())


door = socket.create_server(("", int(sys.argv[1])), backlog=5)
print("ready", flush=True)
while True:
    line, client = door.accept()
    threading.Thread(target=talk, args=(line,), daemon=True).start()
