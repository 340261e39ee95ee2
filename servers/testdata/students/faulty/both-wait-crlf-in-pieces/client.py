import socket
c = socket.socket()
c.connect(('127.0.0.1', 12000))
c.sendall(b'hello world\n')
answer = b''
while True:
    piece = c.recv(1024)
    if not piece: break
    answer += piece
    if b'\r\n' in piece:
        break
print(answer.decode())
c.close()
