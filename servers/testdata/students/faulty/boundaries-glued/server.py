import socket
import sys
import time

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    print('new client', addr)
    time.sleep(0.2)                       # sets up the game
    count = 0
    while True:
        message = conn.recv(1024).decode()
        if message == '':
            break
        count += 1
        print('message', count, ':', message)
    conn.close()
