import socket
import sys

address = ('127.0.0.1', int(sys.argv[1]))
server = socket.socket()
server.bind(address)
server.listen()
conn, addr = server.accept()
server.close()
conn.sendall(b'welcome')
second = socket.socket()
second.bind(address)
