import socket, threading, time
s = socket.create_server(('', 12000))
def feed(c):
    for i in range(2): c.sendall(b'event %d\n' % i); time.sleep(.3)
    threading.Event().wait()
while True:
    c, a = s.accept(); threading.Thread(target=feed, args=(c,), daemon=True).start()
