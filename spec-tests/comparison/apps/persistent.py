"""The loop of a client that the kit keeps running: a line "METHOD URL" in, a line with the verdict out."""
import sys
import urllib.parse


def accepted(status, content):
    return 'accepted %d %s' % (status, urllib.parse.quote(content))


def serve(request):
    for line in sys.stdin:
        method, url = line.split()
        if method not in ('GET', 'HEAD', 'POST', 'PUT'):
            print('unsupported', flush=True)
            continue
        try:
            verdict = accepted(*request(method, url, b'hello' if method in ('POST', 'PUT') else None))
        except Exception as e:
            verdict = ('rejected %r' % e).replace('\n', ' ')
        print(verdict, flush=True)
