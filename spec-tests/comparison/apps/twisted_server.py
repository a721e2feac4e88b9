import sys
from twisted.internet import reactor
from twisted.web import resource, server


class Main(resource.Resource):
    isLeaf = True

    def render_GET(self, request):
        request.setHeader('Content-Type', 'text/plain')
        return b'hello\n'

    def render_POST(self, request):
        request.setHeader('Content-Type', 'application/octet-stream')
        return request.content.read()


reactor.listenTCP(int(sys.argv[1]), server.Site(Main()), interface='127.0.0.1')
reactor.run()
