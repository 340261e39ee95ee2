import socket, threading, time
jobs = []
def take(s):
    c, a = s.accept()
    jobs.append(c.fileno())
    d = c.recv(100)
    threading.Timer(0.2, answer, (jobs[-1], d)).start()
def answer(fd, d):
    socket.socket(fileno=fd).sendall(d.upper())
s = socket.create_server(('', 12000))
while True:
    take(s)
