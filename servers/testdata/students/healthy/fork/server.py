import os
import signal
import socket
import sys

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    if os.fork() == 0:
        server.close()
        while True:
            data = conn.recv(1024)
            if not data:
                break
            conn.sendall(data.upper())
        conn.close()
        os._exit(0)
    conn.close()
