import socket, threading, time
c = socket.create_connection(('localhost', 12000))
def listener():
    while True:
        d = c.recv(1024)
        if not d:
            break
        print('listener got', d)
threading.Thread(target=listener, daemon=True).start()
time.sleep(0.1)
c.sendall(b'question\n')
print('asked; thinking about what to do with the answer')
time.sleep(0.2)
print('main got', c.recv(1024))
c.close()
