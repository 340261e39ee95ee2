import json, socket, sys
with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
    s.sendall(json.dumps([1, 2, 3]).encode())
    print(json.loads(s.recv(1000)))
