import socket, struct, time
with socket.create_connection(('127.0.0.1', 12000)) as c:
    f = c.makefile('r')
    for i in range(3):
        c.sendall(struct.pack('!I', 10) + bytes(range(10))); print(f.readline()); time.sleep(0.8)
