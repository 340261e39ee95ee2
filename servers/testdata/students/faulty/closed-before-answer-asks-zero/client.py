import socket, struct, sys
with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
    s.sendall(struct.pack('>I', 5) + b'hello')
    n = s.recv(4)
    print(n, s.recv(100))
