import socket
import sys

s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
f = s.makefile('rw', encoding='utf-8')
for line in ['first line', 'second line', 'Grüße']:
    print(line, file=f, flush=True)
    print('answer:', f.readline().rstrip())
f.close()
s.close()
