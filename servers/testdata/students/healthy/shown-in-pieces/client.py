import socket, sys
s = socket.create_connection(('localhost', 12000))
s.sendall(b'abcdefg ')
while True:
    d = s.recv(5)
    if not d: break
    sys.stdout.buffer.write(d)
s.close()
