const http = require('node:http');

http.createServer((request, response) => {
  const parts = [];
  request.on('error', () => {});
  request.on('data', part => parts.push(part));
  request.on('end', () => {
    if (request.method === 'POST') {
      response.end(Buffer.concat(parts));
    } else if (request.method === 'GET' || request.method === 'HEAD') {
      response.end('hello\n');
    } else {
      response.writeHead(405, {Allow: 'GET, HEAD, POST'}).end();
    }
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
