// The loop of a client that the kit keeps running: a line "METHOD URL" in, a line with the verdict out.
const readline = require('node:readline');

const escaped = content => [...content].map(byte => '%' + byte.toString(16).padStart(2, '0')).join('');

exports.serve = async request => {
  for await (const line of readline.createInterface({input: process.stdin})) {
    const [method, url] = line.split(' ');
    if (method === 'EXPECT') {
      console.log('unsupported');
      continue;
    }
    try {
      const [status, content] = await request(method, url, method === 'POST' || method === 'PUT' ? 'hello' : undefined);
      console.log(`accepted ${status} ${escaped(content)}`);
    } catch (e) {
      console.log(`rejected ${e.cause ?? e}`.replaceAll('\n', ' '));
    }
  }
};
