from socket import *
import sys
import time

start = time.time()
clientSocket = socket(AF_INET, SOCK_STREAM)
clientSocket.connect((sys.argv[1], int(sys.argv[2])))
clientSocket.send(b'hello')
print(clientSocket.recv(1024).decode(), 'after %.1f s' % (time.time() - start))
clientSocket.close()
