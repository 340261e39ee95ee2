from socket import *
import sys

clientSocket = socket(AF_INET, SOCK_STREAM)
clientSocket.settimeout(0.3)
clientSocket.connect((sys.argv[1], int(sys.argv[2])))
clientSocket.send(b'12')
try:
    print('From Server:', clientSocket.recv(1024).decode())
except timeout:
    print('no answer, giving up')
clientSocket.close()
