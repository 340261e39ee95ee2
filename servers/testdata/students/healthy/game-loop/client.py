import socket, sys, time
with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
    for i in range(3): s.sendall(b'move'); print(s.recv(100)); time.sleep(0.2)
