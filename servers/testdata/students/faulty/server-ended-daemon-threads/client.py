import socket
import sys
import time

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
for move in ['left', 'right', 'up', 'down']:
    sock.sendall(move.encode())
    answer = sock.recv(1024)
    if not answer:
        print('server is gone')
        break
    print(answer.decode())
    time.sleep(0.2)
sock.close()
