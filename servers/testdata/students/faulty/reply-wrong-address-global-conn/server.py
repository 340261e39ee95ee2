import socket, threading, time
conn = None
def handle():
    while True:
        data = conn.recv(1024)
        if not data:
            break
        time.sleep(1)
        conn.sendall(data.upper())
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('', 12000))
s.listen()
while True:
    conn, addr = s.accept()
    threading.Thread(target=handle, daemon=True).start()
