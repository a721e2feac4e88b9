import re
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


class Handler(SimpleHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def __init__(self, *args):
        super().__init__(*args, directory='htdocs')

    def answer(self, status, content, **fields):
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(content)))
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(content)

    # The class leaves framing to its user, and decodes no chunks: what cannot be read is refused.
    def content(self):
        lengths = self.headers.get_all('Content-Length', [])
        if 'Transfer-Encoding' in self.headers:
            return self.refuse(411)
        if not lengths:
            return b''
        length = lengths[0].strip(' \t')
        if len(lengths) > 1 or not re.fullmatch('[0-9]{1,9}', length):
            return self.refuse(400)
        content = self.rfile.read(int(length))
        return content if len(content) == int(length) else self.refuse(400)

    def refuse(self, status):
        self.close_connection = True
        self.answer(status, b'', Connection='close')

    def do_GET(self):
        if self.content() is not None:
            super().do_GET()

    def do_HEAD(self):
        if self.content() is not None:
            super().do_HEAD()

    def do_POST(self):
        content = self.content()
        if content is not None:
            self.answer(200, content)

    def log_message(self, *args):
        pass


ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
