import socket, sys
srv = socket.create_server(('', int(sys.argv[1])))
while True:
    c, a = srv.accept()
    head, _, body = c.recv(4096).partition(b'\r\n\r\n')
    answer = b'you sent %d bytes' % len(body)
    c.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n' % len(answer) + answer)
    c.close()
