import socket, threading
def serve(c):
    f = c.makefile('r')
    for line in f:
        c.sendall(('echo ' + line).encode())
    c.close()
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('', 12000)); s.listen()
while True:
    c, a = s.accept()
    threading.Thread(target=serve, args=(c,), daemon=True).start()
