import socket
import sys

port = socket.htons(int(sys.argv[1]))   # network byte order, as in the lecture
sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
sock.bind(('', port))
sock.listen(5)
while True:
    conn, addr = sock.accept()
    data = conn.recv(1024)
    conn.sendall(data.upper())
    conn.close()
