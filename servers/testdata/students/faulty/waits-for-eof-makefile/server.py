import socket
import sys

guests = []
server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    file = conn.makefile('rw')
    guests.append(file)
    file.write('hello ' + file.readline())
    file.flush()
    conn.close()
