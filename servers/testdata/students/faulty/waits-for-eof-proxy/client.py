import socket
import sys
import time

for attempt in range(20):
    try:
        sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
        break
    except ConnectionRefusedError:
        time.sleep(0.1)
sock.sendall(b'how many words are these?')
sock.shutdown(socket.SHUT_WR)
print(sock.recv(1024).decode())
sock.close()
