import socket
import sys
import threading
import time

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))


def receive():
    for line in sock.makefile('rb'):
        print(line)


thread = threading.Thread(target=receive)
thread.start()
for i in range(2):
    sock.sendall(b'ping\n')
    time.sleep(1)                         # the user thinks
sock.shutdown(socket.SHUT_WR)
thread.join()
sock.close()
