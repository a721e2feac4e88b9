// The fetch of node, which is undici.
const {serve} = require('./persistent.js');

serve(async (method, url, body) => {
  const response = await fetch(url, {method, body, redirect: 'manual', signal: AbortSignal.timeout(10000)});
  return [response.status, Buffer.from(await response.arrayBuffer())];
});
