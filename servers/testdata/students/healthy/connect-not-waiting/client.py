import socket, select, errno
c = socket.socket(); c.setblocking(False)
e = c.connect_ex(('127.0.0.1', 12000))
assert e in (0, errno.EINPROGRESS)
select.select([], [c], [])
assert c.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0
c.send(b'hello, nonblocking world')
got = b''
while len(got) < 24:
    r, _, _ = select.select([c], [], [], 1)
    try:
        got += c.recv(100)
    except BlockingIOError:
        pass
print(got)
c.close()
