import socket
import sys
import time

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    print('request from', addr)
    time.sleep(0.1)                      # builds the page
    conn.sendall(b'HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nhello\n')
    conn.close()
