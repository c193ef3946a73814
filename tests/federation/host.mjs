// A host of git repositories over https, for tests: `node host.mjs ROOT KEY CERTIFICATE [TOKEN]`.
// Below `/git/` it serves the repositories in ROOT as git does; the other folders fail, each in
// its own way. It says its port on standard output, and ends with its input.
import { spawn, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

const [root, key, certificate, token] = process.argv.slice(2);
const backend = `${execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim()}/git-http-backend`;
const own = token && `Basic ${Buffer.from(`x-token-auth:${token}`).toString('base64')}`;

// Hosts that fail, by the first folder of the path.
const failing = {
  deny: (_, answer) => answer.writeHead(403).end(),
  elsewhere: (request, answer) =>
    answer.writeHead(301, { Location: `https://elsewhere.invalid${request.url}` }).end(),
  error: (_, answer) => answer.writeHead(500).end(),
  garbage: (_, answer) =>
    answer
      .writeHead(200, { 'Content-Type': 'application/x-git-upload-pack-advertisement' })
      .end('CANARY-2f9c7e '.repeat(100)),
  hang: () => {},
  half: (_, answer) => {
    answer.writeHead(200, { 'Content-Length': 1000 });
    answer.write('half of it');
    setTimeout(() => answer.destroy(), 50);
  },
};

function serve(request, answer) {
  const [, folder] = request.url.split('/');
  if (failing[folder]) return failing[folder](request, answer);
  if (folder === 'token' && request.headers.authorization !== own) {
    return answer.writeHead(401, { 'WWW-Authenticate': 'Basic realm="here"' }).end();
  }
  const [path, query = ''] = request.url.replace(/^\/(git|token)/, '').split('?');
  const child = spawn(backend, {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
      PATH_INFO: decodeURIComponent(path),
      QUERY_STRING: query,
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      HTTP_GIT_PROTOCOL: request.headers['git-protocol'] ?? '',
      GIT_PROTOCOL: request.headers['git-protocol'] ?? '',
      REMOTE_ADDR: '127.0.0.1',
    },
  });
  request.pipe(child.stdin);
  child.stdin.on('error', () => {});
  const parts = [];
  let begun = false;
  child.stdout.on('data', (part) => {
    if (begun) return void answer.write(part);
    parts.push(part);
    const told = Buffer.concat(parts);
    const end = told.indexOf('\r\n\r\n');
    if (end < 0) return;
    begun = true;
    let status = 200;
    const headers = {};
    for (const line of told.subarray(0, end).toString('latin1').split('\r\n')) {
      const [name, value] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)];
      if (name.toLowerCase() === 'status') status = Number(value.split(' ')[0]);
      else headers[name] = value;
    }
    answer.writeHead(status, headers);
    answer.write(told.subarray(end + 4));
  });
  child.stdout.on('end', () => (begun ? answer.end() : answer.writeHead(500).end()));
}

const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, serve);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
