// A web server for the cases of the lookup `url`: prints its address, ends when its input ends.
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const send = (status, text, headers = {}) => {
    response.writeHead(status, { 'content-type': 'text/plain', ...headers });
    response.end(text);
  };
  const [, what, argument] = pathname.split('/');
  if (what === 'text') send(200, 'one\ntwo\r\nthree');
  else if (what === 'empty') send(200, '');
  else if (what === 'status') send(Number(argument), `status ${argument}`);
  else if (what === 'redirect') send(Number(argument), '', { location: '/text' });
  else if (what === 'method') send(200, request.method);
  else if (what === 'header') send(200, request.headers[argument] ?? 'none');
  else if (what === 'private') {
    const isKnown = request.headers.authorization === `Basic ${btoa('ann:secret')}`;
    if (isKnown) send(200, 'welcome');
    else send(401, 'who?', { 'www-authenticate': 'Basic realm="x"' });
  } else send(404, 'nothing here');
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.stdin.resume();
process.stdin.on('end', () => process.exit());
