import socket, sys, threading
def serve(c):
    while True:
        line = c.makefile('r').readline()
        if not line: break
        c.sendall(line.upper().encode())
    c.close()
srv = socket.create_server(('', int(sys.argv[1])))
while True:
    c, a = srv.accept(); threading.Thread(target=serve, args=(c,), daemon=True).start()
