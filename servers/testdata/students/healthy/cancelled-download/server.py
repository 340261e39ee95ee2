import socket, sys, threading
def serve(c):
    with c:
        c.recv(100)
        try:
            for i in range(400): c.sendall(bytes(65536))
        except ConnectionError:
            print('cancelled')
s = socket.create_server(('', int(sys.argv[1])))
while True:
    c, a = s.accept(); threading.Thread(target=serve, args=(c,), daemon=True).start()
