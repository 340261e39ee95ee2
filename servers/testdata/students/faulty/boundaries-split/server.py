import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    count = 0
    while True:
        message = conn.recv(512)
        if not message:
            break
        count += 1
        print('message', count, 'has', len(message), 'bytes')
    conn.sendall(b'%d messages' % count)
    conn.close()
