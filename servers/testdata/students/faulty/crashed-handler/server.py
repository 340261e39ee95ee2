import socketserver
import sys


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        a, b = self.rfile.readline().split()
        self.wfile.write(b'%d\n' % (int(a) // int(b)))


socketserver.TCPServer(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
