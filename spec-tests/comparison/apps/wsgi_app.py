def app(environ, start_response):
    method = environ['REQUEST_METHOD']
    if method == 'POST':
        # what read() throws is for the server to handle: an application cannot end the connection
        content = environ['wsgi.input'].read()
        length = environ.get('CONTENT_LENGTH') or ''
        chunked = 'HTTP_TRANSFER_ENCODING' in environ
        if not chunked and length.isdigit() and len(content) < int(length):
            start_response('400 Bad Request', [('Content-Length', '0')])
            return []
    elif method in ('GET', 'HEAD'):
        if environ['PATH_INFO'] != '/':
            start_response('404 Not Found', [('Content-Length', '0')])
            return []
        content = b'hello\n'
    elif method == 'OPTIONS':
        start_response('204 No Content', [('Allow', 'GET, HEAD, POST, OPTIONS')])
        return []
    else:
        start_response('405 Method Not Allowed', [('Allow', 'GET, HEAD, POST, OPTIONS'), ('Content-Length', '0')])
        return []
    start_response('200 OK', [('Content-Type', 'text/plain'), ('Content-Length', str(len(content)))])
    return [] if method == 'HEAD' else [content]
