import sys
from aiohttp import web


async def hello(request):
    return web.FileResponse('htdocs/index.txt')


async def echo(request):
    return web.Response(body=await request.read())


async def options(request):
    return web.Response(status=204)


app = web.Application()
app.router.add_get('/', hello)
app.router.add_post('/', echo)
app.router.add_options('/', options)
web.run_app(app, host='127.0.0.1', port=int(sys.argv[1]), print=None, access_log=None)
