import sys
from aiohttp import web


async def hello(request):
    return web.Response(text='hello\n')


async def echo(request):
    return web.Response(body=await request.read())


app = web.Application()
app.router.add_get('/', hello)
app.router.add_post('/', echo)
web.run_app(app, host='127.0.0.1', port=int(sys.argv[1]), print=None, access_log=None)
