import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(1)
text = b'length and text in one datagram'
sock.sendto(len(text).to_bytes(2, 'big') + text, (sys.argv[1], int(sys.argv[2])))
try:
    answer, addr = sock.recvfrom(2048)
    print(answer.decode())
except socket.timeout:
    print('no answer')
sock.close()
