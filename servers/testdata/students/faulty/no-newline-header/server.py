from http.server import *
class H(BaseHTTPRequestHandler):
    def do_GET(self):
        b = b'<h1>hi</h1>'
        self.send_response(200)
        self.send_header('Content-Length', str(len(b)))
        self.end_headers()
        self.wfile.write(b)
    def log_message(self, *a): pass
ThreadingHTTPServer(('', 12000), H).serve_forever()
