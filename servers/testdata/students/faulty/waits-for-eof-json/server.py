import json, socketserver, sys
class H(socketserver.StreamRequestHandler):
    def handle(self):
        req = json.load(self.rfile)
        self.wfile.write(json.dumps({'sum': sum(req)}).encode())
class S(socketserver.ThreadingTCPServer): allow_reuse_address = daemon_threads = True
S(('', int(sys.argv[1])), H).serve_forever()
