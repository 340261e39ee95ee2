import socket, time
with socket.create_connection(('127.0.0.1', 12000)) as c:
    for i in range(2):
        c.sendall(b'x' * 500); n = 0
        while n < 10000: n += len(c.recv(4096))
        time.sleep(0.3)
