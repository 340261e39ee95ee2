import socket
import sys
import threading

DATA = b'c' * 600000
sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sender = threading.Thread(target=sock.sendall, args=(DATA,))
sender.start()
n = 0
while n < len(DATA):
    n += len(sock.recv(65536))
sender.join()
print(n)
sock.close()
