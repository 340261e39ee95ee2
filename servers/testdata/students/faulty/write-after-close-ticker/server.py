import socket
import sys
import time

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    for n in range(5):
        conn.sendall(b'price %d\n' % (100 + n))
        time.sleep(0.1)
    conn.close()
