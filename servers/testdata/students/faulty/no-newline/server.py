import socketserver
import sys


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        line = self.rfile.readline().strip()
        self.wfile.write(line.upper() + b'\n')


with socketserver.TCPServer(('localhost', int(sys.argv[1])), Handler) as server:
    server.serve_forever()
