import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(1)
try:
    s.sendto(bytes(70000), (sys.argv[1], int(sys.argv[2])))
except OSError as e:
    print(e)
print(s.recv(100))
