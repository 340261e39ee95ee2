import socket
import sys
import threading

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))


def receive():
    print(sock.recv(1024).decode())


threading.Thread(target=receive, daemon=True).start()
sock.sendall(b'hello\n')
