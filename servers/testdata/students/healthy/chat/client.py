import socket
import sys
import threading
import time

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))


def show():
    while True:
        data = sock.recv(1024)
        if not data:
            break
        print(data.decode(), end='')


reader = threading.Thread(target=show)
reader.start()
time.sleep(0.5)
sock.sendall(b'hello, all\n')
time.sleep(0.5)
sock.shutdown(socket.SHUT_WR)
reader.join()
sock.close()
