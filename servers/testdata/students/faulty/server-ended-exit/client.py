import socket
import sys
import time

with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
    for n in range(int(sys.argv[3])):
        s.sendall(b'message %d' % n)
        data = s.recv(1024)
        if not data:
            print('no answer any more')
            break
        print(data.decode())
        time.sleep(0.2)
