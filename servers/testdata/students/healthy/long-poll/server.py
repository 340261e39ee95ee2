import http.server, sys, threading
cond = threading.Condition(); msgs = []
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with cond:
            while not msgs: cond.wait()
            b = msgs[-1]
        self.send_response(200); self.send_header('Content-Length', str(len(b))); self.end_headers(); self.wfile.write(b)
    def do_POST(self):
        b = self.rfile.read(int(self.headers['Content-Length']))
        with cond: msgs.append(b); cond.notify_all()
        self.send_response(204); self.end_headers()
    def log_message(self, *a): pass
http.server.ThreadingHTTPServer(('', int(sys.argv[1])), H).serve_forever()
