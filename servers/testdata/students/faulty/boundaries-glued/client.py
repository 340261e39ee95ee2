import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
for move in ['left', 'left', 'up', 'fire']:
    sock.send(move.encode())
sock.close()
