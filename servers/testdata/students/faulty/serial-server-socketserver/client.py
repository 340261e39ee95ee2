import socket
import sys
import time

with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as sock:
    f = sock.makefile('rw')
    for line in ['good morning', 'good night']:
        print(line, file=f, flush=True)
        print(f.readline().strip())
        time.sleep(0.4)
