import sys
from cheroot import wsgi
from wsgi_app import app

server = wsgi.Server(('127.0.0.1', int(sys.argv[1])), app, numthreads=16)
try:
    server.start()
finally:
    server.stop()
