import socket, time, sys
s = socket.create_connection(('localhost', 12000))
time.sleep(0.1)
s.sendall(sys.argv[1].encode() + b'\n')
print(s.recv(1024).decode())
s.close()
