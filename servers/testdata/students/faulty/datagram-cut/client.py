from socket import *
import sys

clientSocket = socket(AF_INET, SOCK_DGRAM)
message = 'this sentence is longer than the server thinks'
clientSocket.sendto(message.encode(), (sys.argv[1], int(sys.argv[2])))
modifiedMessage, serverAddress = clientSocket.recvfrom(2048)
print(modifiedMessage.decode())
clientSocket.close()
