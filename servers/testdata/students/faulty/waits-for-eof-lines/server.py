import socketserver, sys
class Sum(socketserver.StreamRequestHandler):
    def handle(self):
        total = 0
        for line in self.rfile:
            total += int(line)
        self.wfile.write(str(total).encode())
socketserver.TCPServer.allow_reuse_address = True
socketserver.TCPServer(('', int(sys.argv[1])), Sum).serve_forever()
