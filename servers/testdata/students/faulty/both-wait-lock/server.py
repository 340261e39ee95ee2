import socket, threading
lock = threading.Lock()
def work(c):
    lock.acquire()
    c.sendall(c.recv(100).upper()); c.close()
s = socket.create_server(('', 12000))
while True:
    c, a = s.accept(); threading.Thread(target=work, args=(c,), daemon=True).start()
