import socket
s = socket.create_connection(('localhost', 12000))
for i in range(2):
    s.sendall(b'get\n'); n = 0
    while n < 12000: n += len(s.recv(min(4096, 12000 - n))); print(n, end=' ', flush=True)
    print()
s.close()
