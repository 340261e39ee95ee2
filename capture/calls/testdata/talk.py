"""Both ends of a connection, for TestLinesOfPython: each call stands in a line that names it."""
import _socket
import os
import select
import socket

listener = socket.socket()  # here: socket
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # here: setsockopt
listener.bind(('127.0.0.1', 0))  # here: bind
listener.listen(1)  # here: listen
client = socket.socket()  # here: socket
client.connect(listener.getsockname())  # here: connect
accepted, _ = listener.accept()  # here: accept
client.sendall(b'hello\n')  # here: send
assert select.select([accepted], [], [], 10)[0]  # here: select
accepted.settimeout(10)
data = accepted.recv(100)  # here: recv
if os.fork() == 0:
    accepted.sendall(data.upper())  # here: send
    os._exit(0)
assert client.recv(100) == b'HELLO\n'  # here: recv
os.wait()
with open(__file__, 'rb') as own:
    own.seek(3)
    client.sendfile(own, 3, 9)  # here: sendfile
assert listener.fileno() == 3 and client.fileno() == 4 and accepted.fileno() == 5
accepted.close()  # here: close
client.close()  # here: close
listener.close()  # here: close
_socket.socket().close()  # as a library in C does, which no line speaks of
