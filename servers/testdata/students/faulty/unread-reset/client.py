from socket import *
import sys

clientSocket = socket(AF_INET, SOCK_STREAM)
clientSocket.connect((sys.argv[1], int(sys.argv[2])))
text = 'STORE ' + 'lorem ipsum ' * 200
clientSocket.send(text.encode())
answer = b''
while True:
    part = clientSocket.recv(1024)
    if not part:
        break
    answer += part
print('From Server:', answer.decode())
clientSocket.close()
