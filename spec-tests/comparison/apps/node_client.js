const http = require('node:http');
const {serve} = require('./persistent.js');

const agent = new http.Agent({keepAlive: true});

serve((method, url, content) => new Promise((resolve, reject) => {
  const request = http.request(url, {method, agent}, response => {
    const parts = [];
    response.on('data', part => parts.push(part));
    response.on('error', reject);
    response.on('end', () => resolve([response.statusCode, Buffer.concat(parts)]));
  });
  request.on('error', reject);
  request.on('upgrade', (response, socket) => {
    socket.destroy();
    reject(new Error('upgraded'));
  });
  request.end(content);
}));
