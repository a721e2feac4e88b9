import sys
from twisted.internet import reactor
from twisted.web import server, static


class Main(static.File):
    indexNames = ['index.txt']

    def render_POST(self, request):
        request.setHeader('Content-Type', 'application/octet-stream')
        return request.content.read()

    def render_OPTIONS(self, request):
        request.setResponseCode(204)
        return b''


reactor.listenTCP(int(sys.argv[1]), server.Site(Main('htdocs')), interface='127.0.0.1')
reactor.run()
