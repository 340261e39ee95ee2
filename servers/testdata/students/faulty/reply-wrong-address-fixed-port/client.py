from socket import *
import sys

clientSocket = socket(AF_INET, SOCK_DGRAM)
clientSocket.sendto(b'hello', (sys.argv[1], int(sys.argv[2])))
modifiedMessage, serverAddress = clientSocket.recvfrom(2048)
print(modifiedMessage.decode())
clientSocket.close()
