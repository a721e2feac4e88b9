const http = require('node:http');

http.createServer((request, response) => {
  const parts = [];
  request.on('error', () => {});
  request.on('data', part => parts.push(part));
  request.on('end', () => {
    if (request.method === 'POST') {
      response.end(Buffer.concat(parts));
    } else if (request.method === 'GET' || request.method === 'HEAD') {
      response.statusCode = request.url.split('?')[0] === '/' ? 200 : 404;
      response.end(response.statusCode === 200 ? 'hello\n' : '');
    } else {
      response.writeHead(request.method === 'OPTIONS' ? 204 : 405, {Allow: 'GET, HEAD, POST, OPTIONS'}).end();
    }
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
