import socket
import sys
import time

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
    s.connect((sys.argv[1], int(sys.argv[2])))
    for word in ['hello', 'world']:
        s.sendall(word.encode())
        answer = s.recv(1024)
        print(answer.decode())
        time.sleep(0.05)
