import socket
import sys
import time

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.setblocking(False)
sock.sendall(b'go')
end = time.time() + 0.5
while time.time() < end:
    try:
        print(sock.recv(100))
        break
    except BlockingIOError:
        pass
sock.shutdown(socket.SHUT_WR)
sock.setblocking(True)
print(sock.recv(100))
