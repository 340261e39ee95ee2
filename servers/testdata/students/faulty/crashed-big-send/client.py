import socket, time
c = socket.create_connection(('localhost', 12000))
c.sendall(b'big')
time.sleep(0.3)
n = 0
while n < 8000000:
    d = c.recv(65536)
    if not d:
        break
    n += len(d)
print(n)
assert n == 8000000
