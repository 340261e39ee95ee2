"""Takes one message from each client, answers in capitals, and hangs up."""
import socket
import sys

door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
door.bind(("", int(sys.argv[1])))
door.listen(1)
print("ready", flush=True)
while True:
    line, client = door.accept()
    line.send(line.recv(1024).decode().upper().encode())
    line.close()
