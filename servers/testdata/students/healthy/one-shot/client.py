import socket, time
with socket.create_connection(('127.0.0.1', 12000)) as c:
    for i in range(4):
        c.sendall(b'line %d\n' % i); print(c.recv(100)); time.sleep(0.05)
