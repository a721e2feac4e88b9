async def app(scope, receive, send):
    if scope['type'] != 'http':
        raise ValueError(scope['type'])
    method = scope['method']
    content = b''
    while True:
        message = await receive()
        if message['type'] == 'http.disconnect':
            return
        content += message.get('body', b'')
        if not message.get('more_body'):
            break
    status, fields = 200, [(b'content-type', b'text/plain')]
    if method in ('GET', 'HEAD'):
        status, content = (200, b'hello\n') if scope['path'] == '/' else (404, b'')
    elif method != 'POST':
        status, fields, content = (204 if method == 'OPTIONS' else 405), [(b'allow', b'GET, HEAD, POST, OPTIONS')], b''
    if status != 204:
        fields.append((b'content-length', b'%d' % len(content)))
    await send({'type': 'http.response.start', 'status': status, 'headers': fields})
    await send({'type': 'http.response.body', 'body': b'' if method == 'HEAD' else content})
