import socket, sys
with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
    f = s.makefile()
    for _ in range(4):
        print(f.readline().strip())
