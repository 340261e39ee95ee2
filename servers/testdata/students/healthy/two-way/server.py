import socket
import sys
import threading

DATA = b's' * 600000
server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    sender = threading.Thread(target=conn.sendall, args=(DATA,))
    sender.start()
    n = 0
    while n < len(DATA):
        n += len(conn.recv(65536))
    sender.join()
    conn.close()
